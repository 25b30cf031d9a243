/// The lab file: what a document lacks, kept beside it.
import Documents

/// What a `lab.yml` says. Everything in it is optional.
package struct LabFile: Hashable, Sendable {
  package var file: String
  package var sites: [LabSite] = []
  /// Hosts that belong to no site and reach several.
  package var hosts: [LabHost] = []
  /// The release whose wording a command prints, by product.
  package var profiles: [String: String] = [:]
  package var images: [LabImage] = []
  /// What holds for every step that does not say otherwise.
  package var defaults = StepSettings()
  package var steps: [LabStep] = []
  package var checks: [LabCheck] = []
  /// What is made in a site before the lab begins.
  package var apply: [LabManifest] = []

  package init(file: String) { self.file = file }
}

/// A site as the lab file describes it; what it leaves out comes from the document.
package struct LabSite: Hashable, Sendable {
  package var name: String
  package var hosts: [String] = []
  package var namespace: String?
  package var platform: SiteDescription.Platform?
  package var domain: String?
  package var user: String?
  /// Files that are there from the start, by path below the host's root folder.
  package var files: [String: String] = [:]
  package var role: SiteDescription.Role?
  package var traits = SiteTraits()
  /// How texts call it, where that is not its name.
  package var title: String?
  package var location: SourceLocation
}

/// A host that reaches several sites, as the lab file describes it.
package struct LabHost: Hashable, Sendable {
  package var name: String
  /// The sites that it reaches, by the addresses of their APIs.
  package var sites: [String] = []
  /// The sites whose credentials its configuration file holds from the start; without it those of
  /// all sites that run from the start.
  package var credentials: [String]?
  package var system = HostDescription.System.linux
  package var files: [String: String] = [:]
  package var location: SourceLocation
}

/// What the text says by mistake at one place, and what is true.
package struct Correction: Hashable, Sendable {
  /// Words of the expected output, or of a command.
  package var says: String
  package var means: String
  /// Why they are wrong.
  package var reason: String

  /// A text with what is true in place of what it says.
  package func applied(to text: String) -> String { text.replacing(says, with: means) }
}

/// The program that stands for a container image.
package struct LabImage: Hashable, Sendable {
  package var reference: String
  package var run: [String] = []
  package var ports: [Int] = []
  package var environment: [String: String] = [:]
  package var location: SourceLocation
}

/// What the lab file adds to one place of the document.
package struct LabStep: Hashable, Sendable {
  /// Words of the document.
  package var at: String
  package var location: SourceLocation
  /// Where these words stand; nothing where they were not found, or found several times.
  package var place: SourceLocation?
  package var actions: [MachineAction] = []
  package var settings = StepSettings()
}

/// What a machine does in place of a learner's hands.
package enum MachineAction: Hashable, Sendable {
  /// Carries a file from one host to another.
  case copy(from: SitePath, to: SitePath)
  /// Runs a command in a host's shell.
  case run(host: String?, command: String)
  case http(HTTPAction)
}

/// A file on a site or host: `public:root/secret.token`.
package struct SitePath: Hashable, Sendable, CustomStringConvertible {
  /// The name of a site or host.
  package var place: String
  package var path: String

  package init(place: String, path: String) {
    self.place = place
    self.path = path
  }

  /// Reads `place:path`.
  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    place = text[..<colon].trimmed
    path = text[text.index(after: colon)...].trimmed
    if place.isEmpty || path.isEmpty { return nil }
  }

  package var description: String { "\(place):\(path)" }
}

/// A request to a page of the lab.
package struct HTTPAction: Hashable, Sendable {
  package var method: String
  /// It may hold runtime variables and name a tab: `tab:Patient Portal/api/pay`.
  package var url: String
  package var json: Value?
  package var expect: HTTPExpectation
}

/// What an answer must be like.
package struct HTTPExpectation: Hashable, Sendable {
  package var status: Int?
  package var contains: String?
  /// Members that the answer's JSON must have with these values.
  package var json: Value?

  package init(status: Int? = nil, contains: String? = nil, json: Value? = nil) {
    self.status = status
    self.contains = contains
    self.json = json
  }
}

/// A named condition that is asked at a place of the document or at its end.
package struct LabCheck: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The site's router has a connected link to the other site.
    case link(from: String, to: String)
    /// These addresses exist on the site as services with something behind them.
    case services([String], on: String)
    /// A query of the demo database behind a deployment of a site.
    case sql(String, site: String, deployment: String, expect: String?)
    /// A command that exits with 0, and prints what is expected where something is.
    case command(String, on: String?, expect: String?)
    case http(HTTPAction)
  }

  package enum Time: Hashable, Sendable {
    case end
    /// Behind the step at these words of the document, which stand at this place.
    case after(String, SourceLocation?)
  }

  package var name: String
  package var kind: Kind
  package var time: Time
  /// The id of the step behind which it is asked; nothing for the end.
  package var afterStep: String?
  /// How long it may take to become true, in seconds.
  package var within: Int?
  /// What the learner is told where it does not hold.
  package var message: String?
  package var points: Int?
  package var location: SourceLocation
}

/// A manifest that is made in a site before the lab begins.
package struct LabManifest: Hashable, Sendable {
  package var site: String
  /// The path of a file of manifests, as the lab file writes it.
  package var file: String
  package var location: SourceLocation
}
