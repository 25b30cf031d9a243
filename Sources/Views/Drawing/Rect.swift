/// A place on a canvas: row and column, both from 0.
package struct Position: Hashable, Sendable {
  package var row: Int
  package var column: Int

  /// A place by its row and column.
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A part of a canvas. Its size is never negative.
package struct Rect: Hashable, Sendable {
  /// The first row and column that belong to it.
  package var row: Int
  package var column: Int
  package private(set) var rows: Int
  package private(set) var columns: Int

  /// A part by its upper left place and its size.
  package init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  /// The first row below it.
  package var endRow: Int { row + rows }
  /// The first column to its right.
  package var endColumn: Int { column + columns }
  package var isEmpty: Bool { rows == 0 || columns == 0 }

  /// Whether a place belongs to it.
  package func contains(_ position: Position) -> Bool {
    (row..<endRow).contains(position.row) && (column..<endColumn).contains(position.column)
  }

  /// What belongs to both.
  package func intersection(_ other: Rect) -> Rect {
    let (top, left) = (max(row, other.row), max(column, other.column))
    return Rect(
      row: top, column: left, rows: min(endRow, other.endRow) - top,
      columns: min(endColumn, other.endColumn) - left)
  }

  /// The part that is left when so much is taken off at each side.
  package func inset(rows vertical: Int = 1, columns horizontal: Int = 1) -> Rect {
    Rect(
      row: row + vertical, column: column + horizontal, rows: rows - 2 * vertical,
      columns: columns - 2 * horizontal)
  }

  /// The first rows of it, and the rest.
  package func split(top count: Int) -> (top: Rect, rest: Rect) {
    let count = min(max(0, count), rows)
    return (
      Rect(row: row, column: column, rows: count, columns: columns),
      Rect(row: row + count, column: column, rows: rows - count, columns: columns)
    )
  }

  /// The first columns of it, and the rest.
  package func split(left count: Int) -> (left: Rect, rest: Rect) {
    let count = min(max(0, count), columns)
    return (
      Rect(row: row, column: column, rows: rows, columns: count),
      Rect(row: row, column: column + count, rows: rows, columns: columns - count)
    )
  }

  /// A part of this size in its middle, as large as there is room.
  package func centred(rows: Int, columns: Int) -> Rect {
    let (rows, columns) = (min(rows, self.rows), min(columns, self.columns))
    return Rect(
      row: row + (self.rows - rows) / 2, column: column + (self.columns - columns) / 2,
      rows: rows, columns: columns)
  }
}
