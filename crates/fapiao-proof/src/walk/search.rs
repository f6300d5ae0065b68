//! The search: breadth first, every state once, so that the first violation found is one of the shortest.

use super::claims::Claims;
use super::world::{Living, World};
use super::{Event, Rule, Trace};
use fapiao_model::WordError;
use std::{collections::HashSet, fmt};

/// What a walk has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Walk {
    /// By which rule numbers were given up.
    pub rule: Rule,
    /// How many events the longest path has. Less than was asked for if a violation ended the walk.
    pub depth: usize,
    /// Different states.
    pub states: usize,
    /// Events that led to them, or to one that was known.
    pub events: usize,
    /// States in which a number was given up by the automatic rule: without them the walk would prove nothing.
    pub next_attempts: usize,
    /// States with a known conflict: a failed order that a person gave up was issued after all.
    pub known_conflicts: usize,
    /// The shortest way to two living invoices, if there is one.
    pub violation: Option<Trace>,
}

struct Visit {
    world: World,
    /// From which visit, and by which event.
    from: Option<(usize, Event)>,
}

/// Walks every path of at most `depth` events; ends at the first violation.
///
/// # Errors
/// None that can be met: the made-up order is a valid one.
pub fn walk(rule: Rule, depth: usize) -> Result<Walk, WordError> {
    let (mut claims, first) = Claims::new(rule)?;
    let start = World::new(first);
    let mut seen = HashSet::from([start]);
    let mut visits = vec![Visit { world: start, from: None }];
    let mut walk = Walk { rule, depth: 0, states: 0, events: 0, next_attempts: 0, known_conflicts: 0, violation: None };
    let mut next = Vec::new();
    let mut layer = 0..1;
    'deeper: while walk.depth < depth && !layer.is_empty() {
        walk.depth += 1;
        for at in layer.clone() {
            visits[at].world.follow(rule, &mut claims, &mut next);
            walk.events += next.len();
            for (event, world) in next.drain(..) {
                if !seen.insert(world) {
                    continue;
                }
                visits.push(Visit { world, from: Some((at, event)) });
                walk.count(&world);
                if world.living() == Living::Violation {
                    walk.violation = Some(way_to(&visits, visits.len() - 1));
                    break 'deeper;
                }
            }
        }
        layer = layer.end..visits.len();
    }
    walk.states = visits.len();
    Ok(walk)
}

fn way_to(visits: &[Visit], visit: usize) -> Trace {
    let mut way = Vec::new();
    let mut from = visits[visit].from;
    while let Some((before, event)) = from {
        way.push(event);
        from = visits[before].from;
    }
    way.reverse();
    Trace(way)
}

impl Walk {
    fn count(&mut self, world: &World) {
        self.next_attempts += usize::from(world.has_next_attempt());
        self.known_conflicts += usize::from(world.living() == Living::KnownConflict);
    }

    /// Whether the walk came out as it must: nothing under the rule of the design, two living invoices under any other.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        (self.rule == Rule::Design) == self.violation.is_none()
    }
}

impl fmt::Display for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, depth, states, events, next_attempts, known_conflicts, violation } = self;
        writeln!(f, "{rule}")?;
        writeln!(f, "  {states} states, {events} events, to depth {depth}")?;
        writeln!(f, "  {next_attempts} states after a number was given up by the rule")?;
        writeln!(
            f,
            "  {known_conflicts} states with a known conflict (failed, acknowledged by a person, issued after all)"
        )?;
        match violation {
            None => writeln!(f, "  no two living invoices"),
            Some(trace) => write!(f, "  two living invoices after {} events:\n{trace}", trace.0.len()),
        }
    }
}
