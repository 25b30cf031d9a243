/// What the interface draws, as the terminal shows it.
import Emulation
import Screens
import Views

extension Frame {
  /// A row of a canvas as the terminal shows it.
  static func row(_ row: Row) -> [Cell] {
    let cells = row.cells
    return cells.indices.map { column in
      Cell(cells[column], marks: row.marks.isEmpty ? [] : row.marks[column] ?? [])
    }
  }
}

extension Frame.Cell {
  init(_ cell: Emulation.Cell, marks: [Unicode.Scalar]) {
    let style = cell.style
    self.init(
      cell.scalar ?? " ", marks: marks, width: Int(cell.width),
      foreground: Frame.Color(style.foreground), background: Frame.Color(style.background),
      attributes: Frame.Attributes(style.attributes))
  }
}

extension Frame.Color {
  init(_ color: Emulation.Color) {
    self =
      switch color.parts {
      case .standard: .standard
      case .palette(let number): .palette(number)
      case .rgb(let red, let green, let blue): .rgb(red, green, blue)
      }
  }
}

extension Frame.Attributes {
  /// Both have the same bits; a terminal cannot strike through.
  init(_ attributes: Style.Attributes) {
    self.init(rawValue: attributes.subtracting(.struck).rawValue)
  }
}
