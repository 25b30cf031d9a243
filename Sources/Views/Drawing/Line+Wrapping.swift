import Emulation

extension Line {
  /// The line broken into lines of at most so many columns: at blanks, between wide characters, and
  /// inside a word only where the word alone is too long. Line feeds break too. There is always at
  /// least one line.
  package func wrapped(to columns: Int) -> [Line] {
    var wrapper = Wrapper(columns: max(1, columns))
    for run in runs {
      for scalar in run.text.unicodeScalars {
        wrapper.add(Atom(scalar, style: run.style, link: run.link))
      }
    }
    return wrapper.finish()
  }

  /// The line broken at the last column whatever stands there, as a terminal does it. Every line but
  /// the last has room for a mark of so many columns at its end.
  package func broken(at columns: Int, markWidth: Int = 0) -> [Line] {
    guard width > columns else { return [self] }
    let limit = max(1, columns - markWidth)
    var lines: [[Atom]] = [[]]
    var used = 0
    for run in runs {
      for scalar in run.text.unicodeScalars {
        let atom = Atom(scalar, style: run.style, link: run.link)
        if used + atom.width > limit, used > 0 {
          lines.append([])
          used = 0
        }
        lines[lines.count - 1].append(atom)
        used += atom.width
      }
    }
    return lines.map { Line(atoms: $0) }
  }

  /// The line from a column on.
  package func dropping(columns: Int) -> Line {
    var left = columns
    var rest: [Atom] = []
    for run in runs {
      for scalar in run.text.unicodeScalars {
        let atom = Atom(scalar, style: run.style, link: run.link)
        if left > 0 { left -= atom.width } else { rest.append(atom) }
      }
    }
    return Line(atoms: rest)
  }

  fileprivate init(atoms: some Sequence<Atom>) {
    runs = []
    for atom in atoms {
      if let last = runs.last, last.style == atom.style, last.link == atom.link {
        runs[runs.count - 1].text.unicodeScalars.append(atom.scalar)
      } else {
        runs.append(Run(String(atom.scalar), atom.style, link: atom.link))
      }
    }
  }
}

/// One scalar on its way into a line.
private struct Atom {
  let scalar: Unicode.Scalar
  let style: Style
  let link: Int?
  let width: Int

  init(_ scalar: Unicode.Scalar, style: Style, link: Int?) {
    let scalar = scalar == "\t" ? " " : scalar
    self.scalar = scalar
    self.style = style
    self.link = link
    width = displayWidth(of: scalar)
  }

  var isBlank: Bool { scalar == " " }
}

private struct Wrapper {
  let columns: Int
  var lines: [Line] = []
  var current: [Atom] = []
  var used = 0
  /// Where the line may be broken: so many atoms stay, and the blanks at their end go.
  var breakPoint = 0

  init(columns: Int) { self.columns = columns }

  mutating func add(_ atom: Atom) {
    if atom.scalar == "\n" {
      endLine(keeping: current.count)
      return
    }
    if atom.width == 2, used > 0 { breakPoint = current.count }
    if used + atom.width > columns, atom.width > 0 {
      if atom.isBlank {
        endLine(keeping: current.count)
        return
      }
      endLine(keeping: breakPoint > 0 ? breakPoint : current.count)
    }
    if atom.isBlank, current.isEmpty, !lines.isEmpty { return }
    current.append(atom)
    used += atom.width
    if atom.isBlank || atom.width == 2 { breakPoint = current.count }
  }

  mutating func finish() -> [Line] {
    if !current.isEmpty || lines.isEmpty { endLine(keeping: current.count) }
    return lines
  }

  private mutating func endLine(keeping count: Int) {
    var kept = current[..<count]
    while kept.last?.isBlank == true { kept.removeLast() }
    lines.append(Line(atoms: kept))
    current = Array(current[count...].drop { $0.isBlank })
    used = current.reduce(0) { $0 + $1.width }
    breakPoint = 0
  }
}
