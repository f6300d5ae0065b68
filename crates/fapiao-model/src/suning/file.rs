//! Files: what they are is seen from their content, as Suning does; there is no field for the type.

use std::{fmt, sync::Arc};

/// The kinds of file that Suning takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
    /// Windows bitmap.
    Bmp,
    /// PDF.
    Pdf,
}

impl FileKind {
    /// Recognises a file by its first bytes.
    ///
    /// # Errors
    /// If it is none of the four; the error names what it looks like instead.
    pub fn recognise(content: &[u8]) -> Result<Self, FileError> {
        const KINDS: [(&[u8], FileKind); 4] = [
            (b"\xff\xd8\xff", FileKind::Jpg),
            (b"\x89PNG\r\n\x1a\n", FileKind::Png),
            (b"BM", FileKind::Bmp),
            (b"%PDF-", FileKind::Pdf),
        ];
        let kind = KINDS.iter().find(|(start, _)| content.starts_with(start)).map(|(_, kind)| *kind);
        // Two letters are little to go by: a text may begin with BM too, but a bitmap's header has 26 bytes at least.
        kind.filter(|kind| *kind != Self::Bmp || content.len() >= 26)
            .ok_or(FileError { looks_like: looks_like(content) })
    }

    /// The usual extension.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Bmp => "bmp",
            Self::Pdf => "pdf",
        }
    }
}

fn looks_like(content: &[u8]) -> &'static str {
    const LOOKS: [(&[u8], &str); 8] = [
        (b"GIF8", "a GIF"),
        (b"II*\0", "a TIFF"),
        (b"MM\0*", "a TIFF"),
        (b"<?xml", "XML"),
        (b"\xef\xbb\xbf<?xml", "XML"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"JVBERi0", "the Base64 of a PDF: give the raw bytes"),
        (b"data:", "a data URL: give the raw bytes"),
    ];
    if content.is_empty() {
        return "nothing: the file is empty";
    }
    if content.starts_with(b"PK") {
        let is_ofd = content.windows(7).any(|name| name == b"OFD.xml");
        return if is_ofd { "an OFD" } else { "a zip archive, perhaps an OFD" };
    }
    if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
        return "a WebP";
    }
    let known = LOOKS.iter().find(|(start, _)| content.starts_with(start)).map(|(_, name)| *name);
    known.unwrap_or(if std::str::from_utf8(content).is_ok() { "plain text" } else { "something else" })
}

/// A file that Suning does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    looks_like: &'static str,
}

impl FileError {
    /// What the file looks like instead.
    #[must_use]
    pub const fn looks_like(&self) -> &'static str {
        self.looks_like
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file looks like {}; Suning takes jpg, png, bmp and pdf", self.looks_like)
    }
}

impl std::error::Error for FileError {}

/// The file of an invoice (版式文件): one of the four kinds. Clones share the content.
#[derive(Clone)]
pub struct InvoiceFile {
    kind: FileKind,
    content: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

impl InvoiceFile {
    /// Takes the raw bytes of a file, without copying them.
    ///
    /// # Errors
    /// If it is none of the four kinds.
    pub fn new(content: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, FileError> {
        let kind = FileKind::recognise(content.as_ref())?;
        Ok(Self { kind, content: Arc::new(content) })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FileKind {
        self.kind
    }

    /// The raw bytes.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        (*self.content).as_ref()
    }
}

impl fmt::Debug for InvoiceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvoiceFile({}, {} bytes)", self.kind.as_str(), self.content().len())
    }
}
