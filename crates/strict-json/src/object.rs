//! A shape that is an object, and nothing else.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Deserializes `T` from a JSON object only.
///
/// The implementation that serde derives for a struct also takes an array, and matches its items to the fields in the order in
/// which the source happens to declare them. This type covers `T` itself; a struct inside it needs its own.
///
/// ```
/// use serde::Deserialize;
/// use strict_json::Object;
///
/// #[derive(Deserialize)]
/// struct Shape {
///     attester: String,
///     coinbase: String,
/// }
///
/// assert!(serde_json::from_str::<Shape>(r#"["0xA", "0xB"]"#).is_ok());
/// assert!(serde_json::from_str::<Object<Shape>>(r#"["0xA", "0xB"]"#).is_err());
/// let Object(shape) = serde_json::from_str(r#"{"coinbase": "0xB", "attester": "0xA"}"#)?;
/// let Shape { attester, coinbase } = shape;
/// assert_eq!((attester.as_str(), coinbase.as_str()), ("0xA", "0xB"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Shape {
        a: u8,
    }

    #[test]
    fn only_an_object_has_the_shape_and_a_list_is_told_so() {
        let Object(shape) = serde_json::from_str::<Object<Shape>>(r#"{"a": 7}"#).unwrap();
        assert_eq!(shape.a, 7);
        let refused = serde_json::from_str::<Object<Shape>>("[7]").unwrap_err();
        assert!(refused.to_string().contains("expected an object"), "{refused}");
    }
}
