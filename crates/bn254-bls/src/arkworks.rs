//! Points to and from arkworks, for programs that compute with them or keep them in arkworks' own encoding.

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_serialize::{
    CanonicalDeserialize, CanonicalSerialize, Compress, Read, SerializationError, Valid, Validate, Write,
};

use crate::{G1Point, G2Point, PointError};

macro_rules! is_a_point_of_arkworks {
    ($point:ty, $affine:ty) => {
        impl From<$point> for $affine {
            fn from(point: $point) -> Self {
                *point.affine()
            }
        }

        /// Checks the point: arkworks' type holds anything.
        impl TryFrom<$affine> for $point {
            type Error = PointError;

            fn try_from(point: $affine) -> Result<Self, PointError> {
                if point.is_zero() {
                    Err(PointError::Infinity)
                } else if !point.is_on_curve() {
                    Err(PointError::NotOnCurve)
                } else if !point.is_in_correct_subgroup_assuming_on_curve() {
                    Err(PointError::NotInSubgroup)
                } else {
                    Ok(Self::from_affine(point))
                }
            }
        }

        impl Valid for $point {
            fn check(&self) -> Result<(), SerializationError> {
                // It exists, so it is valid.
                Ok(())
            }
        }

        /// arkworks' encoding: little-endian, flags in the top bits of the last byte. It is neither that of Solidity
        /// (`to_words`) nor that of the node's files (`to_compressed`).
        impl CanonicalSerialize for $point {
            fn serialize_with_mode<W: Write>(&self, writer: W, compress: Compress) -> Result<(), SerializationError> {
                self.affine().serialize_with_mode(writer, compress)
            }

            fn serialized_size(&self, compress: Compress) -> usize {
                self.affine().serialized_size(compress)
            }
        }

        /// Infinity and whatever else is no usable point is refused, also under [`Validate::No`].
        impl CanonicalDeserialize for $point {
            fn deserialize_with_mode<R: Read>(
                reader: R,
                compress: Compress,
                _: Validate,
            ) -> Result<Self, SerializationError> {
                let point = <$affine>::deserialize_with_mode(reader, compress, Validate::No)?;
                Self::try_from(point).map_err(|_| SerializationError::InvalidData)
            }
        }
    };
}

is_a_point_of_arkworks!(G1Point, G1Affine);
is_a_point_of_arkworks!(G2Point, G2Affine);
