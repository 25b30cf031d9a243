import Views

/// What is known of the sites, and how the map shows it.
struct SiteMapState: Hashable, Sendable {
  var map: SiteMap?
  /// Whether tables are shown in place of the picture.
  var showsText = false
  var scroll = Scroll()
  var log: [String] = []
}
