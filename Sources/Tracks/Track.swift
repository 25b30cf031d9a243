/// Documents read into labs: what a track says, what of it runs and where, and what lint says
/// about it. Values in, values out: the files come through a closure.
import Documents
import Markdown

/// One lab: a folder or a single Markdown file.
package struct Track: Hashable, Sendable {
  /// The format a track was written in.
  package enum Origin: String, Hashable, Sendable {
    /// A folder with `track.yml` and one folder for each challenge, or such a challenge's file.
    case instruqt
    /// The older folder whose challenges stand in `track.yml`.
    case instruqtLegacy
    /// A Markdown page without front matter.
    case markdown
    /// The description that the README of a Skupper example is made from.
    case skewer
    /// A scenario of Killercoda or Katacoda: `index.json` and its pages.
    case killercoda
  }

  package var slug: String
  package var title: String
  package var teaser: String?
  package var origin: Origin
  /// The file that the track was read from first.
  package var file: String
  package var challenges: [Challenge]
  /// For the whole track, in seconds.
  package var timeLimit: Int?
  /// What runs before the first and after the last challenge.
  package var scripts: Scripts
  /// The machines of the track's own sandbox definition.
  package var hosts: [SandboxHost]
  /// The sites that the terminals belong to.
  package var sites: [SiteDescription]
  /// Hosts that belong to no site and reach several.
  package var sharedHosts: [HostDescription] = []
  package var lab: LabFile?
  /// What was wrong with the texts themselves; `Rules` finds the rest.
  package var findings: [Finding]
}

extension Track {
  /// Every step in order.
  package var steps: [Step] { challenges.flatMap(\.steps) }

  /// Whether the next step in a step's terminal begins by ending what goes on there, so that the
  /// step's last command need not end by itself.
  package func isEndedLater(_ step: Step) -> Bool {
    guard let terminal = step.commandStep?.terminal else { return false }
    let later = steps.drop { $0.id != step.id }.dropFirst()
    let next = later.first { $0.commandStep?.terminal == terminal && $0.settings.skip == nil }
    return next?.settings.interrupts == true
  }

  /// The ids of the steps for which that holds.
  package var endedLater: Set<String> {
    guard steps.contains(where: \.settings.interrupts) else { return [] }
    return Set(steps.filter(isEndedLater).map(\.id))
  }

  /// Whether the texts could be read; a track that could not is shown, but never run.
  package var isReadable: Bool { !findings.contains { $0.severity == .error } }

  /// The site that a host belongs to.
  package func site(ofHost host: String) -> SiteDescription? {
    sites.first { $0.hosts.contains(host) } ?? sites.first { $0.name == host }
  }
}

/// A machine that the track's sandbox definition names.
package struct SandboxHost: Hashable, Sendable {
  package var name: String
  package var image: String?
  /// The shell or login command of its terminals.
  package var shell: String?
  package var environment: [String: String]
}

/// A site that the track needs.
package struct SiteDescription: Hashable, Sendable {
  /// What kind of cluster a site plays.
  package enum Platform: String, Hashable, Sendable, CaseIterable {
    case openshift, kubernetes
  }

  package var name: String
  package var hosts: [String]
  package var namespace: String
  package var platform: Platform
  /// The domain of its routes, which may hold runtime variables.
  package var domain: String?
  package var user: String?
  /// Files that are there from the start: a path below the host's root folder, and the content.
  package var files: [String: String]
  package var role: Role?
  package var traits = SiteTraits()

  /// What a site is among others, where an orchestrator looks after edge clusters.
  package enum Role: String, Hashable, Sendable { case orchestrator, edge }
}

/// How a site's cluster differs from others.
package struct SiteTraits: Hashable, Sendable {
  /// What starts a site.
  package enum Start: String, Hashable, Sendable { case session, crc }

  /// Whether services of type LoadBalancer get an address, and after how many seconds; nothing for
  /// what the site's domain suggests.
  package enum LoadBalancer: Hashable, Sendable {
    case never
    case after(Int)
  }

  package var start = Start.session
  package var loadBalancer: LoadBalancer?
  /// Whether the site has all projects of a real cluster from the start, or the few that matter.
  package var hasAllProjects = false
  /// Where the track's commands look for the site's configuration, by paths below the home folder
  /// such as `.kube/config-west`; a copy of it belongs at each.
  package var configurations: [String] = []

  package init() {}

  /// The keys that set them in a lab file.
  static let keys = ["start", "loadbalancer", "projects"]

  /// Sets one of them; says what to write where the value cannot be used.
  mutating func set(_ key: String, _ value: String) -> String? {
    switch key {
    case "start":
      guard let start = Start(rawValue: value) else {
        return "Write session, or crc for a site that `crc start` starts."
      }
      self.start = start
    case "loadbalancer":
      switch value {
      case "false", "never", "no": loadBalancer = .never
      case "true", "yes": loadBalancer = .after(0)
      default:
        guard let seconds = Duration.seconds(in: value) else {
          return "Write true, false, or how long an address takes, as in 2s."
        }
        loadBalancer = .after(seconds)
      }
    default:
      guard ["all", "few"].contains(value) else { return "Write all or few." }
      hasAllProjects = value == "all"
    }
    return nil
  }
}

/// A host that belongs to no site and reaches several, each by the address of its API.
package struct HostDescription: Hashable, Sendable {
  /// Whose wording the host's own programs have.
  package enum System: String, Hashable, Sendable, CaseIterable { case linux, macos }

  package var name: String
  package var sites: [String]
  /// The sites whose credentials its configuration file holds from the start.
  package var credentials: [String]
  package var system: System
  package var files: [String: String]
}

/// One assignment of a track.
package struct Challenge: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case challenge, quiz }

  /// Counted from 1.
  package var number: Int
  package var slug: String
  package var title: String
  package var kind: Kind
  package var teaser: String?
  /// The file of the assignment, and its whole text.
  package var file: String
  package var text: String
  /// The folder of the file, as the reader's files name it.
  package var folder: String
  package var difficulty: String?
  /// In seconds; 0 or nothing for none.
  package var timeLimit: Int?
  /// Slides that are shown before the challenge.
  package var notes: [Note]
  package var tabs: [Tab]
  /// The terminals that commands can run in: the tabs', or those that the text names.
  package var terminals: [Terminal]
  /// The assignment's text; the lines of its blocks are lines of the file.
  package var body: MarkdownDocument
  package var sections: [Section]
  package var blocks: [Block]
  package var steps: [Step]
  package var scripts: Scripts
  package var quiz: Quiz?
  /// Where the lines of the text come from, where the author wrote no Markdown.
  package var textOrigin: TextOrigin?
  /// A text that tells how its work is done; learners see it as the last hint.
  package var solution: SourceFile?
}

/// A slide that is shown before a challenge.
package struct Note: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case text(String)
    case image(String)
    case video(String)
  }

  package var content: Content
  package var location: SourceLocation
}

/// A heading and what stands under it.
package struct Section: Hashable, Sendable {
  package var title: String
  package var level: Int
  /// The titles of the headings around it, outermost first, and its own.
  package var path: [String]
  package var location: SourceLocation
}

/// A question with several answers.
package struct Quiz: Hashable, Sendable {
  package var question: String
  package var answers: [String]
  /// The places of the right answers, counted from 0; all of them and no other must be chosen.
  package var solution: [Int]
}

/// The life-cycle scripts of a track or challenge, by host.
package struct Scripts: Hashable, Sendable {
  package var setup: [String: Script] = [:]
  package var check: [String: Script] = [:]
  package var solve: [String: Script] = [:]
  package var cleanup: [String: Script] = [:]

  package init() {}

  package var isEmpty: Bool {
    setup.isEmpty && check.isEmpty && solve.isEmpty && cleanup.isEmpty
  }
}

/// One life-cycle script.
package struct Script: Hashable, Sendable {
  package var file: String
  package var host: String
  package var text: String
  /// Further files whose texts stand in it.
  package var parts: [String] = []
}
