import Pictures
import Tracks
import Views

extension Interface {
  /// Asks for the pictures of the text that have not come, where pictures are drawn.
  mutating func askForPictures() {
    guard look.drawsPictures else { return }
    for link in reader.page.links where link.isImage {
      guard let path = trackPath(link.destination), Interface.canBeDrawn(path),
        askedPictures.insert(path).inserted
      else { continue }
      actions.append(.picture(path))
    }
  }

  /// A picture has come, or why it can't be shown. The lines in sight stay where they are.
  mutating func take(_ result: Result<Picture, Sentence>, at path: String) {
    switch result {
    case .success(let picture):
      let isFirstScreen = reader.scroll.first == 0 && isFirstOfChallenge && !isDone(place)
      keepingPlace { $0.pictures[path] = picture }
      if isFirstScreen {
        // It is still read from its beginning.
        reader.forgetSeen()
        showStep(behind: nil)
      }
    case .failure(let sentence): say(sentence.text, .note)
    }
  }

  /// The path among the track's files of what the text names; nothing for pages and for places in the
  /// text.
  func trackPath(_ destination: String) -> String? {
    guard let challenge, !destination.isEmpty, !destination.hasPrefix("#"),
      !Interface.isPage(destination)
    else { return nil }
    let isWhole = destination.hasPrefix("/") || challenge.folder.isEmpty
    return isWhole ? destination : "\(challenge.folder)/\(destination)"
  }

  static func isPage(_ destination: String) -> Bool {
    destination.hasPrefix("http://") || destination.hasPrefix("https://")
  }

  /// Whether it is PNG by its name, or SVG, beside which the same picture as PNG may lie.
  private static func canBeDrawn(_ path: String) -> Bool {
    let path = path.lowercased()
    return path.hasSuffix(".png") || path.hasSuffix(".svg")
  }
}
