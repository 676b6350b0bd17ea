//! Cycles: records that wait for, or follow from, each other.

use std::collections::{BTreeMap, BTreeSet};

/// The ways round in a graph, each once, beginning with its smallest name. `next` leads from a name to others.
pub fn cycles<'g>(graph: &BTreeMap<&'g str, Vec<&'g str>>) -> Vec<Vec<&'g str>> {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for start in graph.keys() {
        let Some(way) = way_back(start, graph).filter(|way| way.iter().all(|name| !named.contains(name))) else { continue };
        named.extend(way.iter().copied());
        found.push(way);
    }
    found
}

/// The way from a name back to itself, if there is one; both ends named.
fn way_back<'g>(start: &'g str, graph: &BTreeMap<&'g str, Vec<&'g str>>) -> Option<Vec<&'g str>> {
    // From `start` back to `start`, remembering how each name was reached.
    let mut came_from: BTreeMap<&str, &'g str> = BTreeMap::new();
    let mut next = vec![start];
    let mut seen = BTreeSet::new();
    while let Some(name) = next.pop() {
        for &other in graph.get(name).into_iter().flatten() {
            if other == start {
                let mut way = vec![start];
                let mut at = name;
                while at != start {
                    way.push(at);
                    at = came_from.get(at)?;
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            if seen.insert(other) {
                came_from.insert(other, name);
                next.push(other);
            }
        }
    }
    None
}
