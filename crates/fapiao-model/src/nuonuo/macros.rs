//! Declarations that several files of this module share.

/// Declares a code of Nuonuo: the values that its documents list, and `Other` for what they do not.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
            /// A value that no document lists, as it came.
            Other(String),
        }

        impl $name {
            /// The code as Nuonuo writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$value => $code,)+
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                match code {
                    $($code => Self::$value,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|code| Self::from(code.as_str()))
            }
        }
    };
}

/// Declares setters of optional texts: `name => place` writes into `self.place`.
macro_rules! text_setters {
    ($($(#[$doc:meta])* $name:ident => $($place:ident).+;)+) => {
        $($(#[$doc])*
        pub fn $name(mut self, text: impl Into<String>) -> Self {
            self.$($place).+ = Some(text.into());
            self
        })+
    };
}

/// Declares setters of optional flags that Nuonuo writes as `0` and `1`.
macro_rules! flag_setters {
    ($($(#[$doc:meta])* $name:ident => $($place:ident).+;)+) => {
        $($(#[$doc])*
        pub fn $name(mut self, on: bool) -> Self {
            self.$($place).+ = Some(if on { "1" } else { "0" });
            self
        })+
    };
}
