import Emulation
import Pictures

extension Picture {
  /// The picture as rows of a terminal: every place shows two pixels, one above the other. What is
  /// clear shows what lies below.
  /// - Parameters:
  ///   - columns: the most columns.
  ///   - rows: the most rows.
  func rows(columns: Int, rows: Int) -> [Row] {
    let picture = fitting(width: columns, height: rows * 2)
    return stride(from: 0, to: picture.height, by: 2).map { top in
      Row(
        cells: (0..<picture.width).map { column in
          Cell(upper: picture.color(top, column), lower: picture.color(top + 1, column))
        })
    }
  }

  /// A pixel's colour; nothing where it is rather clear, or outside.
  private func color(_ row: Int, _ column: Int) -> Color? {
    guard row < height else { return nil }
    let place = (row * width + column) * 4
    guard bytes[place + 3] >= 128 else { return nil }
    return .rgb(bytes[place], bytes[place + 1], bytes[place + 2])
  }
}

extension Cell {
  /// A place whose halves have colours of their own.
  fileprivate init(upper: Color?, lower: Color?) {
    switch (upper, lower) {
    case (nil, nil): self.init(scalar: " ")
    case (let upper?, nil): self.init(scalar: "▀", style: Style(foreground: upper))
    case (nil, let lower?): self.init(scalar: "▄", style: Style(foreground: lower))
    case (let upper?, let lower?) where upper == lower:
      self.init(scalar: " ", style: Style(background: upper))
    case (let upper?, let lower?):
      self.init(scalar: "▀", style: Style(foreground: upper, background: lower))
    }
  }
}
