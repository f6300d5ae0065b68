use subtle::ConstantTimeEq;

/// Compares two signatures in a time that depends on their lengths only, not on where they differ.
///
/// The comparison is exact: no case folding, no trimming.
///
/// ```
/// use fapiao_signing::constant_time_eq;
///
/// assert!(constant_time_eq("14af50", "14af50"));
/// assert!(!constant_time_eq("14af50", "14AF50"));
/// assert!(!constant_time_eq("14af50", "14af5"));
/// ```
#[must_use]
pub fn constant_time_eq(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}
