import Documents

/// The schemas that are given out, by name.
package enum Schemas {
  /// The names, in the order of the help.
  package static let names = ["lab", "track", "assignment"]

  /// The schema of that name; nothing for other names.
  package static func document(_ name: String) -> Value? {
    switch name {
    case "lab":
      Schema.lab.document(
        title: "Trestle lab file",
        about: "What Trestle needs to know of a lab that its document does not say.")
    case "track":
      Schema.track.document(title: "Track", about: "track.yml of a track in the Instruqt format.")
    case "assignment":
      Schema.assignment.document(
        title: "Challenge", about: "The front matter of assignment.md in the Instruqt format.")
    default: nil
    }
  }
}
