import Interface
import Pictures
import Platform
import Views

/// The pictures of a track, as a text can show them.
enum TrackPictures {
  /// The most pixels of a side that are kept: more than a terminal shows.
  private static let mostPixels = 512
  /// The largest file that is read, in bytes.
  private static let largest = 16 << 20

  /// Reads a picture; in place of SVG the PNG of that name beside it.
  /// - Parameters:
  ///   - path: its path in the track.
  ///   - root: the folder that the track lies in, out of which nothing is read.
  /// - Returns: why it can't be shown; nothing where there is no picture to be drawn.
  @concurrent
  static func read(
    _ path: String, in root: String
  ) async -> Result<Picture, Sentence>? {
    var place = Path.resolve(path, in: root)
    if place.lowercased().hasSuffix(".svg") {
      place = place.dropLast(4) + ".png"
      guard Files.exists(place) else { return nil }
    }
    do {
      let folder = try Files.canonical(root)
      place = try Files.canonical(place)
      guard place.hasPrefix(folder == "/" ? "/" : folder + "/") else {
        return failure(
          path, "it lies outside of the lab's folder \(folder), and belongs into it.")
      }
      if let size = Files.size(place), size > largest {
        return failure(
          path, "it has \(size) bytes, and at most \(largest) are read; make it smaller.")
      }
      return .success(
        try Picture(png: try Files.read(place)).fitting(width: mostPixels, height: mostPixels))
    } catch let error as PictureError {
      return failure(path, error.description.prefix(1).lowercased() + error.description.dropFirst())
    } catch {
      return failure(path, "\(error)")
    }
  }

  private static func failure(_ path: String, _ reason: String) -> Result<Picture, Sentence> {
    .failure(Sentence("The picture \(path) can't be shown: \(reason)"))
  }
}
