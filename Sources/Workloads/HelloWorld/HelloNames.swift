/// Names of two words that begin alike, as the hello-world programs choose them.
enum HelloNames {
  /// A name for a visitor: an adjective and an animal.
  static func visitor(using generator: inout some RandomNumberGenerator) -> String {
    name(animals, &generator)
  }

  /// A name for a backend: an adjective and a thing.
  static func backend(using generator: inout some RandomNumberGenerator) -> String {
    name(things, &generator)
  }

  /// The name as part of an address: `two-words`.
  static func identifier(_ name: String) -> String {
    String(name.lowercased().map { $0 == " " ? "-" : $0 })
  }

  private static func name(
    _ nouns: [String], _ generator: inout some RandomNumberGenerator
  ) -> String {
    let noun = nouns.randomElement(using: &generator) ?? nouns[0]
    let alike = adjectives.filter { $0.first == noun.first }
    return "\((alike.isEmpty ? adjectives : alike).randomElement(using: &generator) ?? "") \(noun)"
  }

  private static let adjectives = [
    "Agile", "Airy", "Amber", "Bold", "Breezy", "Bright", "Calm", "Clever", "Cosy", "Daring",
    "Dapper", "Dusky", "Eager", "Earnest", "Fabled", "Fleet", "Frosty", "Gentle", "Gleaming",
    "Golden", "Handy", "Happy", "Hidden", "Jaunty", "Jolly", "Keen", "Kind", "Lively", "Lucky",
    "Lunar", "Mellow", "Merry", "Misty", "Nimble", "Noble", "Open", "Patient", "Plucky", "Proud",
    "Quick",
    "Quiet", "Rapid", "Rosy", "Rustic", "Silver", "Snug", "Sunny", "Tidy", "Trusty", "Tuneful",
    "Vivid", "Warm", "Wise", "Witty",
  ]

  private static let animals = [
    "Antelope", "Badger", "Beaver", "Bison", "Camel", "Cheetah", "Crane", "Deer", "Dolphin",
    "Eagle", "Egret", "Falcon", "Ferret", "Fox", "Gazelle", "Goose", "Hare", "Heron", "Jackdaw",
    "Jaguar", "Kestrel", "Koala", "Lark", "Lemur", "Lynx", "Magpie", "Marten", "Newt", "Otter",
    "Panda", "Puffin", "Quail", "Rabbit", "Raven", "Robin", "Seal", "Sparrow", "Stork", "Tern",
    "Toucan", "Vole", "Walrus", "Wren",
  ]

  private static let things = [
    "Anchor", "Arrow", "Beacon", "Bell", "Bridge", "Candle", "Compass", "Cradle", "Dial", "Drum",
    "Easel", "Engine", "Fiddle", "Flute", "Garden", "Globe", "Harbour", "Helm", "Jigsaw", "Journal",
    "Kettle", "Kite", "Ladder", "Lantern", "Mirror", "Mosaic", "Needle", "Notebook", "Paddle",
    "Pendulum", "Quill", "Quilt", "Ribbon", "Rudder", "Sail", "Sextant", "Telescope", "Trumpet",
    "Vase", "Violin", "Wheel", "Whistle",
  ]
}
