//! Tags: the structure tree, and the way back from content to it.
//!
//! 1. Nodes without any content are left out, but for table cells, which keep their column.
//! 2. A node's children are its marked-content sequences, its nodes, and for a link its annotations, in reading order.
//! 3. The parent tree leads from every page's sequences, and from every annotation, to their nodes.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use crate::render::pdf::tags::{Kid, Kind, Node, NodeId, SlotId, Tree};

/// What the pages say about the tree's content.
pub struct Found {
    /// The pages' objects.
    pub pages: Vec<ObjectId>,
    /// Per page the slots of its marked-content sequences.
    pub slots: Vec<Vec<SlotId>>,
    /// Link annotations: node, page index, object.
    pub annotations: Vec<(NodeId, usize, ObjectId)>,
}

/// A marked-content sequence: page index and number.
type Sequence = (usize, i64);

/// Writes the tree; returns its root.
pub fn write(document: &mut Document, tree: &Tree, found: &Found) -> ObjectId {
    let mut sequences: Vec<Vec<Sequence>> = vec![Vec::new(); tree.slots.len()];
    for (page, slots) in found.slots.iter().enumerate() {
        for (number, &slot) in (0..).zip(slots) {
            if let Some(sequences) = sequences.get_mut(slot as usize) {
                sequences.push((page, number));
            }
        }
    }
    let mut annotations: Vec<(NodeId, usize, ObjectId)> = found.annotations.clone();
    annotations.sort_by_key(|annotation| annotation.0);

    let root = document.new_object_id();
    let ids = name_nodes(document, tree, &sequences);
    for (index, (node, id)) in tree.nodes.iter().zip(&ids).enumerate() {
        let Some(id) = id else { continue };
        let first = annotations.partition_point(|annotation| (annotation.0 as usize) < index);
        let own: Vec<_> =
            annotations.iter().skip(first).take_while(|annotation| annotation.0 as usize == index).copied().collect();
        let parent = if index == 0 { Some(root) } else { ids.get(node.parent as usize).copied().flatten() };
        let element = element(node, index, parent.unwrap_or(root), &ids, &sequences, &own, &found.pages);
        document.objects.insert(*id, Object::Dictionary(element));
    }

    let node_of = |slot: SlotId| {
        let node = tree.slots.get(slot as usize).copied().unwrap_or(Tree::ROOT);
        ids.get(node as usize).copied().flatten().map_or(Object::Null, Object::Reference)
    };
    let mut numbers = Vec::with_capacity(2 * (found.slots.len() + found.annotations.len()));
    let mut key = 0_i64;
    for slots in &found.slots {
        let nodes: Vec<Object> = slots.iter().map(|&slot| node_of(slot)).collect();
        numbers.extend([Object::from(key), Object::Reference(document.add_object(nodes))]);
        key += 1;
    }
    for (node, ..) in &found.annotations {
        let node = ids.get(*node as usize).copied().flatten().map_or(Object::Null, Object::Reference);
        numbers.extend([Object::from(key), node]);
        key += 1;
    }
    let parents = document.add_object(dictionary! { "Nums" => numbers });
    let kids = ids.first().copied().flatten().map_or(Object::Null, Object::Reference);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => kids,
        "ParentTree" => parents,
        "ParentTreeNextKey" => key,
    };
    document.objects.insert(root, Object::Dictionary(tree));
    root
}

/// An object for every node that has content in it.
fn name_nodes(document: &mut Document, tree: &Tree, sequences: &[Vec<Sequence>]) -> Vec<Option<ObjectId>> {
    let mut alive = vec![false; tree.nodes.len()];
    // Children come after their parents, so going backwards meets children first.
    for (index, node) in tree.nodes.iter().enumerate().rev() {
        let full = |kid: &Kid| match *kid {
            Kid::Node(node) => alive.get(node as usize).copied().unwrap_or(false),
            Kid::Slot(slot) => sequences.get(slot as usize).is_some_and(|sequences| !sequences.is_empty()),
        };
        let lives = index == 0 || matches!(node.kind, Kind::Cell | Kind::Head) || node.kids.iter().any(full);
        if let Some(alive) = alive.get_mut(index) {
            *alive = lives;
        }
    }
    alive.into_iter().map(|alive| alive.then(|| document.new_object_id())).collect()
}

fn element(
    node: &Node,
    index: usize,
    parent: ObjectId,
    ids: &[Option<ObjectId>],
    sequences: &[Vec<Sequence>],
    annotations: &[(NodeId, usize, ObjectId)],
    pages: &[ObjectId],
) -> Dictionary {
    let slots = node.kids.iter().filter_map(|kid| if let Kid::Slot(slot) = kid { Some(*slot as usize) } else { None });
    let page = slots.filter_map(|slot| sequences.get(slot)?.first()).map(|sequence| sequence.0).next();
    let object = |page: usize| pages.get(page).copied().map_or(Object::Null, Object::Reference);
    let mut kids = Vec::with_capacity(node.kids.len() + annotations.len());
    for kid in &node.kids {
        match *kid {
            Kid::Node(node) => kids.extend(ids.get(node as usize).copied().flatten().map(Object::Reference)),
            Kid::Slot(slot) => {
                for &(on, number) in sequences.get(slot as usize).into_iter().flatten() {
                    if Some(on) == page {
                        kids.push(Object::from(number));
                    } else {
                        kids.push(dictionary! { "Type" => "MCR", "Pg" => object(on), "MCID" => number }.into());
                    }
                }
            }
        }
    }
    for &(_, on, annotation) in annotations {
        kids.push(dictionary! { "Type" => "OBJR", "Pg" => object(on), "Obj" => annotation }.into());
    }
    let mut element = dictionary! { "S" => node.kind.name(), "P" => parent };
    if kids.len() == 1 {
        kids.pop().into_iter().for_each(|kid| element.set("K", kid));
    } else if !kids.is_empty() {
        element.set("K", kids);
    }
    if let Some(page) = page {
        element.set("Pg", object(page));
    }
    if let Some(alt) = &node.alt {
        element.set("Alt", text_string(alt));
    }
    match node.kind {
        Kind::Head => element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
        Kind::List(numbered) => {
            let numbering = if numbered { "Decimal" } else { "Disc" };
            element.set("A", dictionary! { "O" => "List", "ListNumbering" => numbering });
        }
        // PDF/UA asks for a name of their own for notes.
        Kind::Note => element.set("ID", Object::string_literal(format!("note-{index}"))),
        _ => {}
    }
    element
}
