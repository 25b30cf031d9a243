/// A page of the portal as what it says, without how it looks: the same page can be written as HTML
/// or drawn as text.
package struct PortalPage: Hashable, Sendable {
  /// Which of the two looks a page has.
  package enum Setting: Hashable, Sendable {
    /// A white sheet on a dark ground: choosing who one is, paying, asking for an appointment.
    case sheet
    /// A person's own pages, with a bar and tabs.
    case person(role: String, name: String)
  }

  package struct Link: Hashable, Sendable {
    package var text: String
    package var target: String

    package init(_ text: String, to target: String) {
      self.text = text
      self.target = target
    }
  }

  package struct Tab: Hashable, Sendable {
    package var link: Link
    package var isSelected: Bool
  }

  package enum Cell: Hashable, Sendable {
    case text(String)
    case link(Link)
    case button(Link)
  }

  package struct Field: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case hidden, fixed, text, date, time, choice([Link]) }
    package var name: String
    package var label: String
    package var value: String
    package var kind: Kind
    package var help = ""
  }

  package struct Form: Hashable, Sendable {
    /// Where the form goes without a script, as ordinary form data.
    package var action: String
    /// Where the script sends it as JSON.
    package var interface: String
    package var fields: [Field]
    package var submit: String
    /// Where one is afterwards.
    package var next: String
  }

  package enum Block: Hashable, Sendable {
    case heading(String)
    case text(String)
    /// Something went wrong, in a sentence.
    case trouble(String)
    case button(Link)
    /// Lists side by side, each under its own words.
    case lists([List])
    case table(columns: [String], rows: [[Cell]])
    case form(Form)
  }

  package struct List: Hashable, Sendable {
    package var title: String
    package var links: [Link]
  }

  package var setting: Setting
  package var tabs: [Tab] = []
  package var blocks: [Block]
}
