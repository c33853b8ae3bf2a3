//! The members of an object, when each is known and there once.

use std::collections::HashSet;

use crate::escape::shortened;
use crate::view::{Member, View};

/// How many characters of an unknown name a message shows.
const NAME_SHOWN: usize = 40;

/// The members of an object, each of which has one of `N` names and is there at most once.
///
/// ```
/// use strict_json::{Members, MembersFault, View};
///
/// let text = r#"{"path": "0.json", "password": "hunter2"}"#;
/// let members = Members::known(View::parse(text)?, ["path", "password", "address"])?;
/// assert_eq!(members.required("path")?.raw(), r#""0.json""#);
/// assert!(members.get("address").is_none());
/// assert_eq!(members.required("address").unwrap_err(), MembersFault::Missing { name: "address" });
///
/// // A name that nobody asked for is an error, in which the value does not stand.
/// let refused = Members::known(View::parse(text)?, ["path"]).unwrap_err();
/// assert_eq!(refused, MembersFault::Unknown { name: "password".to_owned() });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Members<'a, const N: usize> {
    names: [&'static str; N],
    values: [Option<View<'a>>; N],
}

impl<'a, const N: usize> Members<'a, N> {
    /// The members with these names; there may be no others.
    ///
    /// # Errors
    /// [`MembersFault`], except for [`Missing`](MembersFault::Missing).
    pub fn known(object: View<'a>, names: [&'static str; N]) -> Result<Self, MembersFault> {
        Self::read(object, names, |name| names.iter().position(|known| *known == name), Others::Refused)
    }

    /// The members with these names, where a member may have any of several. The first of each row
    /// is the one by which it is asked for afterwards.
    ///
    /// # Errors
    /// Those of [`Members::known`]. A member under two of its names counts as repeated.
    pub fn with_aliases(object: View<'a>, names: [&'static [&'static str]; N]) -> Result<Self, MembersFault> {
        let position = |name: &str| names.iter().position(|aliases| aliases.contains(&name));
        let first = names.map(|aliases| aliases.first().copied().unwrap_or_default());
        Self::read(object, first, position, Others::Refused)
    }

    /// The members with these names; others are passed over, as formats ask for that are extended by others.
    ///
    /// # Errors
    /// [`MembersFault::NotAnObject`] or [`MembersFault::Repeated`].
    pub fn among_others(object: View<'a>, names: [&'static str; N]) -> Result<Self, MembersFault> {
        Self::read(object, names, |name| names.iter().position(|known| *known == name), Others::PassedOver)
    }

    fn read(
        object: View<'a>,
        names: [&'static str; N],
        position: impl Fn(&str) -> Option<usize>,
        others: Others,
    ) -> Result<Self, MembersFault> {
        let mut values = [None; N];
        for (name, value) in object.object().ok_or(MembersFault::NotAnObject)? {
            match (position(&name), others) {
                (Some(position), _) => {
                    if values[position].replace(value).is_some() {
                        return Err(MembersFault::Repeated { name: names[position].to_owned() });
                    }
                }
                (None, Others::PassedOver) => {}
                (None, Others::Refused) => {
                    return Err(MembersFault::Unknown { name: shortened(&name, NAME_SHOWN) });
                }
            }
        }
        Ok(Self { names, values })
    }

    /// The value of a member, where it is there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<View<'a>> {
        let position = self.names.iter().position(|known| *known == name)?;
        self.values[position]
    }

    /// The value of a member that must be there.
    ///
    /// # Errors
    /// [`MembersFault::Missing`].
    pub fn required(&self, name: &'static str) -> Result<View<'a>, MembersFault> {
        self.get(name).ok_or(MembersFault::Missing { name })
    }

    /// The values of all members, in the order of the names.
    ///
    /// # Errors
    /// [`MembersFault::Missing`] names the first that is not there.
    pub fn all(&self) -> Result<[View<'a>; N], MembersFault> {
        if let Some((_, name)) = self.values.iter().zip(self.names).find(|(value, _)| value.is_none()) {
            return Err(MembersFault::Missing { name });
        }
        let values: Vec<_> = self.values.iter().flatten().copied().collect();
        Ok(values.try_into().unwrap_or_else(|_| unreachable!("the lines above found none missing")))
    }
}

impl<const N: usize> core::fmt::Debug for Members<'_, N> {
    /// The names that are there: values may be secrets.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let present = self.names.iter().zip(&self.values).filter(|(_, value)| value.is_some());
        f.debug_set().entries(present.map(|(name, _)| name)).finish()
    }
}

#[derive(Clone, Copy)]
enum Others {
    Refused,
    PassedOver,
}

/// All members of an object whose names are not known beforehand, each name once, in their order.
///
/// ```
/// use strict_json::{View, members_once};
///
/// let hosts = members_once(View::parse(r#"{"north": 1, "south": 2}"#)?)?;
/// assert_eq!(hosts.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>(), ["north", "south"]);
/// assert!(members_once(View::parse(r#"{"north": 1, "north": 2}"#)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`MembersFault::NotAnObject`] or [`MembersFault::Repeated`].
pub fn members_once(object: View<'_>) -> Result<Vec<Member<'_>>, MembersFault> {
    let members = object.object().ok_or(MembersFault::NotAnObject)?;
    let mut names = HashSet::with_capacity(members.len());
    match members.iter().find(|(name, _)| !names.insert(name.as_ref())) {
        Some((name, _)) => Err(MembersFault::Repeated { name: shortened(name, NAME_SHOWN) }),
        None => Ok(members),
    }
}

/// What is wrong with the members of an object. No value is quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MembersFault {
    /// The value is not an object.
    #[error("not an object; write its members in braces")]
    NotAnObject,
    /// A member is not there.
    #[error("{name} is missing; put it there")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A member occurs twice, so it is unclear which one counts.
    #[error("{name} occurs twice; remove the wrong one")]
    Repeated {
        /// Its name; one that is not known beforehand is shortened and escaped.
        name: String,
    },
    /// A member that is not known.
    #[error("{name} is not known here; remove it")]
    Unknown {
        /// Its name, shortened and escaped.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(text: &str) -> View<'_> {
        View::parse(text).unwrap()
    }

    #[test]
    fn known_members_each_once() {
        let members = Members::known(view(r#"{"b": 2, "a": 1}"#), ["a", "b", "c"]).unwrap();
        assert_eq!(members.get("a").unwrap().integer(), Some(1));
        assert_eq!(members.required("b").unwrap().integer(), Some(2));
        assert!(members.get("c").is_none());
        assert_eq!(members.required("c").unwrap_err(), MembersFault::Missing { name: "c" });
        assert_eq!(members.all().unwrap_err(), MembersFault::Missing { name: "c" });
        let [a, b] = Members::known(view(r#"{"b": 2, "a": 1}"#), ["a", "b"]).unwrap().all().unwrap();
        assert_eq!((a.integer(), b.integer()), (Some(1), Some(2)));
    }

    #[test]
    fn what_is_refused() {
        let refused = |text: &'static str| Members::known(view(text), ["a", "b"]).unwrap_err();
        assert_eq!(refused("[]"), MembersFault::NotAnObject);
        assert_eq!(refused(r#"{"a":1,"a":1}"#), MembersFault::Repeated { name: "a".to_owned() });
        assert_eq!(refused(r#"{"a":1,"\u0061":1}"#), MembersFault::Repeated { name: "a".to_owned() });
        assert_eq!(refused(r#"{"c\n":"secret"}"#), MembersFault::Unknown { name: r"c\u000a".to_owned() });
    }

    #[test]
    fn aliases_are_one_member() {
        let names: [&'static [&'static str]; 1] = [&["publicKeyG1", "publicKeyInG1"]];
        let members = Members::with_aliases(view(r#"{"publicKeyInG1": 1}"#), names).unwrap();
        assert_eq!(members.get("publicKeyG1").unwrap().integer(), Some(1));
        let both = Members::with_aliases(view(r#"{"publicKeyInG1": 1, "publicKeyG1": 1}"#), names).unwrap_err();
        assert_eq!(both, MembersFault::Repeated { name: "publicKeyG1".to_owned() });
    }

    #[test]
    fn others_are_passed_over_where_that_is_asked_for() {
        let members = Members::among_others(view(r#"{"x": 1, "a": 2, "x": 3}"#), ["a"]).unwrap();
        assert_eq!(members.get("a").unwrap().integer(), Some(2));
        assert!(Members::among_others(view(r#"{"a": 2, "a": 3}"#), ["a"]).is_err());
    }

    #[test]
    fn names_that_nobody_knows_beforehand() {
        assert_eq!(members_once(view(r#"{"y": 1, "x": 2}"#)).unwrap().len(), 2);
        let refused = members_once(view(r#"{"y": 1, "x": 2, "y": 3}"#)).unwrap_err();
        assert_eq!(refused, MembersFault::Repeated { name: "y".to_owned() });
        assert_eq!(members_once(view("1")).unwrap_err(), MembersFault::NotAnObject);
    }

    #[test]
    fn debug_shows_names_only() {
        let members = Members::known(view(r#"{"a": "hunter2"}"#), ["a", "b"]).unwrap();
        assert_eq!(format!("{members:?}"), r#"{"a"}"#);
    }
}
