/// One row of an answer: values with their columns' names.
package struct Row: Sendable, CustomStringConvertible {
  let columnNames: ColumnNames
  /// The values, from left to right.
  package let values: [SQLValue]

  init(columnNames: ColumnNames, values: [SQLValue]) {
    self.columnNames = columnNames
    self.values = values
  }

  /// What the values are called, from left to right.
  package var columns: [String] { columnNames.list }

  /// The value at a place, counted from 0.
  package subscript(index: Int) -> SQLValue { values[index] }

  /// The value of a column. A name that the statement does not return is a mistake in the program.
  package subscript(column: String) -> SQLValue {
    guard let index = columnNames.index[column] else {
      preconditionFailure("The row has no column “\(column)”; it has \(columns).")
    }
    return values[index]
  }

  package var description: String {
    zip(columns, values).map { "\($0)=\($1)" }.joined(separator: " ")
  }
}

extension Row: Hashable {
  package static func == (left: Row, right: Row) -> Bool {
    left.columns == right.columns && left.values == right.values
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(columns)
    hasher.combine(values)
  }
}

/// The names of a statement's columns, shared by all its rows.
final class ColumnNames: Sendable {
  let list: [String]
  let index: [String: Int]

  init(_ list: [String]) {
    self.list = list
    index = Dictionary(zip(list, list.indices)) { first, _ in first }
  }
}
