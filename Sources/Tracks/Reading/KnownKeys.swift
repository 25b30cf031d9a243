/// The keys of Instruqt's files, and those that other pages have in the same place.
enum KnownKeys {
  static let track = [
    "slug", "id", "type", "version", "title", "teaser", "description", "icon", "level", "tags",
    "owner", "developers", "instructors", "private", "published", "maintenance", "timelimit",
    "idle_timeout", "extend_ttl", "show_timer", "skipping_enabled", "pausable", "pausable_ttl",
    "enhanced_loading", "sandbox_preset", "lab_config", "checksum", "challenges",
  ]

  /// Front matter, and the entries of the older list of challenges.
  static let challenge = [
    "slug", "id", "type", "title", "teaser", "notes", "tabs", "difficulty", "timelimit",
    "enhanced_loading", "lab_config", "answers", "solution", "assignment",
    // What sites made of Markdown know besides.
    "tags", "description", "hide", "icon", "template", "status", "search", "date", "draft",
    "layout",
    "author", "authors", "categories", "weight", "permalink", "summary", "name", "lang", "image",
  ]

  static let tab = [
    "id", "type", "title", "hostname", "cmd", "workdir", "path", "port", "url", "new_window",
    "custom_request_headers", "custom_response_headers", "protocol",
  ]
}
