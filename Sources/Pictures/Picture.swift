/// Pictures are colours in rows, read from PNG. The only importer of libpng.

/// A picture: rows of pixels from the top, of at least one pixel.
package struct Picture: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Red, green, blue and opacity of every pixel, row by row. Colours are not multiplied by opacity.
  package let bytes: [UInt8]

  /// The widest and highest picture that is read.
  package static let mostPixels = 4096

  /// A picture of these bytes; nothing where they are not as many as its size takes.
  package init?(width: Int, height: Int, bytes: [UInt8]) {
    guard width > 0, height > 0, bytes.count == width * height * 4 else { return nil }
    self.width = width
    self.height = height
    self.bytes = bytes
  }
}
