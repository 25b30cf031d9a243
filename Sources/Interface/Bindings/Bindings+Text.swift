extension Bindings {
  /// The table in Markdown, a section for every context: the README's.
  package static var markdown: String {
    Context.allCases.compactMap { context -> String? in
      let rows = of(context)
      guard !rows.isEmpty else { return nil }
      let lines = rows.map { binding in
        let keys = binding.keys.map { "`\($0 == "|" ? "\\|" : $0)`" }.joined(separator: " ")
        return "| \(keys) | \(binding.help) |"
      }
      return "**\(context.title)**\n\n| keys | what they do |\n| --- | --- |\n"
        + lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The table as text for a terminal.
  package static var text: String {
    let width = all.map { $0.keys.joined(separator: ", ").count }.max() ?? 0
    return Context.allCases.compactMap { context -> String? in
      let rows = of(context)
      guard !rows.isEmpty else { return nil }
      let lines = rows.map { binding in
        let keys = binding.keys.joined(separator: ", ")
        return "  " + keys + String(repeating: " ", count: width - keys.count) + "  " + binding.help
      }
      return context.title + "\n" + lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The table as a manual page (man-pages(7), the macros of groff_man(7)).
  package static var manual: String {
    """
    .TH TRESTLE\\-KEYS 7
    .SH NAME
    trestle\\-keys \\- the keys of trestle run
    .SH DESCRIPTION
    Which keys mean what depends on what has them: the text, a tab at its side, a list or a question.
    .SH KEYS

    """ + sections
  }

  private static var sections: String {
    Context.allCases.compactMap { context -> String? in
      let rows = of(context)
      guard !rows.isEmpty else { return nil }
      let lines = rows.map { binding in
        ".TP\n.B \(escaped(binding.keys.joined(separator: ", ")))\n\(escaped(binding.help))."
      }
      return ".SS \(context.title)\n" + lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }
}
