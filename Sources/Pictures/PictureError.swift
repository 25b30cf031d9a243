/// Why data is no picture that can be shown: what, why and what to do.
package struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of reason.
  package enum Code: Hashable, Sendable {
    /// It does not begin as PNG does.
    case notPNG
    /// It begins as PNG and goes on wrong.
    case damaged
    /// It has more pixels than are read.
    case tooLarge(width: Int, height: Int)
  }

  package let code: Code
  /// libpng's own words, where it has said something.
  package let message: String

  /// A reason.
  package init(_ code: Code, message: String = "") {
    self.code = code
    self.message = message
  }

  package var description: String {
    switch code {
    case .notPNG: "It is not PNG; save the picture as PNG."
    case .damaged:
      "Its PNG data is damaged\(message.isEmpty ? "" : " (\(message))"); save the picture anew."
    case .tooLarge(let width, let height):
      "It has \(width)×\(height) pixels, and at most \(Picture.mostPixels)×\(Picture.mostPixels)"
        + " are read; make it smaller."
    }
  }
}
