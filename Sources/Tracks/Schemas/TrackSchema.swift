/// What `track.yml` and the front matter of a challenge may hold: the Instruqt format, version 3.
/// Both are open: a platform's own keys are carried along.
import Documents

extension Schema {
  /// `track.yml`.
  package static let track = Schema.map(
    [
      Key("slug", "The track's name in paths and addresses."),
      Key("id", "The platform's own name of the track."),
      Key("type", "`track`."), Key("version", "The author's own version."),
      Key("title", "The title."), Key("teaser", "One line about it."),
      Key("description", "What it is about, as Markdown."),
      Key("icon", "A picture's address or an emoji."),
      Key(
        "level", "For whom it is.", .choice(["", "beginner", "intermediate", "advanced", "expert"])),
      Key("tags", "Words to find it by.", .list(.text)),
      Key("owner", "The organisation."),
      Key("developers", "Who writes it.", .list(.text)),
      Key("instructors", "Who teaches it.", .list(.text)),
      Key("private", "Whether it is hidden.", .truth),
      Key("published", "Whether it is shown.", .truth),
      Key("maintenance", "Whether it is being mended.", .truth),
      Key("timelimit", "Seconds for the whole track.", .integer),
      Key("idle_timeout", "Seconds without anybody at it.", .integer),
      Key("extend_ttl", "Seconds by which a learner may prolong it.", .integer),
      Key("show_timer", "Whether the time left is shown.", .truth),
      Key("skipping_enabled", "Whether challenges may be skipped.", .truth),
      Key("pausable", "Whether a learner may pause it.", .truth),
      Key("pausable_ttl", "Seconds that a pause may last.", .integer),
      Key("enhanced_loading", "Whether the notes are shown page by page while it loads.", .truth),
      Key("sandbox_preset", "The platform's sandbox that it runs in."),
      Key("lab_config", "How the platform lays the page out.", .any),
      Key("checksum", "The platform's sum of what was uploaded."),
      Key("challenges", "The challenges, in the form of version 2.", .list(.any)),
    ], required: ["slug", "title"], isOpen: true)

  /// The front matter of `assignment.md`.
  package static let assignment = Schema.map(
    [
      Key("slug", "The challenge's name, unique in the track."),
      Key("id", "The platform's own name of the challenge."),
      Key("type", "What it is.", .choice(["challenge", "quiz"])),
      Key("title", "The title."), Key("teaser", "One line about it."),
      Key("notes", "What is read while it is set up.", .list(note)),
      Key("tabs", "The tabs beside the text, the first one open.", .list(tab)),
      Key(
        "difficulty", "For whom it is.",
        .choice(["", "basic", "intermediate", "advanced", "expert"])),
      Key("timelimit", "Seconds for the challenge.", .integer),
      Key("enhanced_loading", "Whether the notes are shown page by page while it loads.", .truth),
      Key("lab_config", "How the platform lays the page out.", .any),
      Key("assignment", "The text, in the form of version 2."),
      Key("answers", "The answers of a quiz.", .list(.text)),
      Key("solution", "Which answers are right, counted from 0.", .list(.integer)),
    ], isOpen: true)

  static let note = Schema.map(
    [
      Key("type", "What it is.", .choice(["text", "image", "video"])),
      Key("contents", "The text, as Markdown."), Key("url", "Where picture or film lie."),
    ], isOpen: true)

  static let tab = Schema.map(
    [
      Key("id", "The platform's own name of the tab."),
      Key("title", "What stands on the tab."),
      Key(
        "type", "What the tab shows.",
        .choice(["terminal", "code", "service", "website", "external", "browser"])),
      Key("hostname", "The host."), Key("cmd", "What runs in the terminal in place of a shell."),
      Key("workdir", "The folder that the terminal starts in."),
      Key("path", "The file or folder of an editor; the page of a service."),
      Key("port", "The port of a service.", .integer),
      Key("protocol", "How the service is spoken to.", .choice(["http", "https"])),
      Key("url", "The page of a website."),
      Key("new_window", "Whether it opens outside.", .truth),
      Key("custom_request_headers", "Headers that requests get.", .list(.any)),
      Key("custom_response_headers", "Headers that answers get.", .list(.any)),
    ], required: ["title", "type"], isOpen: true)
}
