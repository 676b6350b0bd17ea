//! The structure tree: what a screen reader reads, in reading order.
//!
//! 1. Layout opens a [`Node`] per paragraph, list, cell and link, as children of their parents, in reading order.
//! 2. Text goes into slots ([`Tree::words`]): a paragraph with a link in the middle has a slot, the link's node, a slot.
//! 3. The writer numbers the slots' pieces page by page and prints the nodes.

/// Index of a node.
pub type NodeId = u32;
/// Index of a slot.
pub type SlotId = u32;

/// The kind of a node, named as in ISO 32000-1, 14.8.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The root.
    Document,
    /// A group without a meaning of its own.
    Div,
    /// A heading, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list; true when it is numbered.
    List(bool),
    /// A list's item.
    Item,
    /// An item's bullet, number or term.
    Label,
    /// An item's content.
    Body,
    /// A table.
    Table,
    /// A table's row.
    Row,
    /// A cell of the head, which speaks for its column.
    Head,
    /// A cell.
    Cell,
    /// A link.
    Link,
    /// A footnote's text.
    Note,
    /// A quotation.
    Quote,
    /// Preformatted text.
    Code,
    /// A drawing or picture.
    Figure,
    /// The contents of the document, or its index.
    Contents,
    /// One entry of them.
    Entry,
}

impl Kind {
    /// The name of the standard structure type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Div => "Div",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(4) => "H4",
            Self::Heading(5) => "H5",
            Self::Heading(_) => "H6",
            Self::Paragraph => "P",
            Self::List(_) => "L",
            Self::Item => "LI",
            Self::Label => "Lbl",
            Self::Body => "LBody",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::Head => "TH",
            Self::Cell => "TD",
            Self::Link => "Link",
            Self::Note => "Note",
            Self::Quote => "BlockQuote",
            Self::Code => "Code",
            Self::Figure => "Figure",
            Self::Contents => "TOC",
            Self::Entry => "TOCI",
        }
    }
}

/// A node of the tree.
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The node it stands in; the root stands in itself.
    pub parent: NodeId,
    /// Its children in reading order.
    pub kids: Vec<Kid>,
    /// Text read in place of the content.
    pub alt: Option<String>,
}

/// A child of a node.
#[derive(Clone, Copy, Debug)]
pub enum Kid {
    /// Another node.
    Node(NodeId),
    /// Content.
    Slot(SlotId),
}

/// The structure tree; node 0 is the document.
pub struct Tree {
    /// All nodes; children come after their parents.
    pub nodes: Vec<Node>,
    /// The node each slot belongs to.
    pub slots: Vec<NodeId>,
}

impl Tree {
    /// The document's node.
    pub const ROOT: NodeId = 0;

    /// A tree that holds only the document's node.
    #[must_use]
    pub fn new() -> Self {
        let root = Node { kind: Kind::Document, parent: Self::ROOT, kids: Vec::new(), alt: None };
        Self { nodes: vec![root], slots: Vec::new() }
    }

    /// Adds a node as the last child of `parent`.
    pub fn open(&mut self, parent: NodeId, kind: Kind) -> NodeId {
        let id = count(self.nodes.len());
        self.nodes.push(Node { kind, parent, kids: Vec::new(), alt: None });
        self.adopt(parent, Kid::Node(id));
        id
    }

    /// Adds a place for content as the last child of `node`.
    pub fn words(&mut self, node: NodeId) -> SlotId {
        let id = count(self.slots.len());
        self.slots.push(node);
        self.adopt(node, Kid::Slot(id));
        id
    }

    /// Sets the text read in place of a node's content.
    pub fn describe(&mut self, node: NodeId, alt: &str) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.alt = Some(alt.to_owned());
        }
    }

    /// The kind of the node a slot belongs to.
    #[must_use]
    pub fn kind(&self, slot: SlotId) -> Kind {
        let node = self.slots.get(slot as usize).and_then(|&node| self.nodes.get(node as usize));
        node.map_or(Kind::Div, |node| node.kind)
    }

    fn adopt(&mut self, parent: NodeId, kid: Kid) {
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.kids.push(kid);
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

/// An index as the tree keeps it; a document with four thousand million nodes does not fit in memory.
fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
