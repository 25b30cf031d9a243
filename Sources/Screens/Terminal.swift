import CNcurses
import Platform

/// The terminal that the program runs in. It shows frames and tells inputs, and is left as it was
/// found when it is closed, when the object goes, and when the process ends, also by a signal or a
/// crash. One at a time, used from one thread or actor.
package final class Terminal {
  /// Readable when `nextInput` has something to tell.
  package let inputDescriptor: FileDescriptor
  /// How large it is, as the last `resized` told.
  package private(set) var size: (rows: Int, columns: Int)

  /// How many colours it has; 0 for none, and more than 256 where they are red, green and blue.
  package let colors: Int

  private let input: FileDescriptor
  let output: FileDescriptor
  let type: String
  private let depth: ColorDepth
  private var decoder: InputDecoder
  private var inputs: ArraySlice<Input> = []
  private var shown = Frame(rows: [])
  private var isOpen = true

  /// How long the bytes behind an escape may take: the escape key sends nothing behind it.
  private static let escapeDelay = Duration.milliseconds(25)

  private init(input: FileDescriptor, output: FileDescriptor, type: String, events: FileDescriptor)
  {
    self.input = input
    self.output = output
    self.type = type
    inputDescriptor = events
    colors = Int(trestle_screen_colors())
    depth = ColorDepth(colors: colors)
    decoder = InputDecoder(backspace: UInt8(truncatingIfNeeded: trestle_screen_erase()))
    size = Self.currentSize()
    trestle_screen_resize(Int32(size.rows), Int32(size.columns))
  }

  deinit { close() }

  /// Takes the terminal over: raw input, the alternate screen, mouse, marked pastes and focus. Its
  /// type is TERM's unless one is named.
  package static func open(
    input: FileDescriptor = StandardStream.input, output: FileDescriptor = StandardStream.output,
    type: String? = Environment.all["TERM"]
  ) throws(ScreenError) -> Terminal {
    guard input.isTerminal, output.isTerminal else {
      throw ScreenError(code: .notTerminal, type: type ?? "")
    }
    guard let type, !type.isEmpty else { throw ScreenError(code: .noType, type: "") }
    let result = unsafe trestle_screen_open(input.number, output.number, type)
    if let code = ScreenError.Code(result) { throw ScreenError(code: code, type: type) }
    let events = FileDescriptor(takingOwnership: trestle_screen_take_events())
    return Terminal(input: input, output: output, type: type, events: events)
  }

  /// Leaves the terminal as it was found. Closing twice does nothing.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    trestle_screen_close()
    inputDescriptor.close()
  }

  /// Brings a frame to the terminal: only what differs from the last one is written, and nothing at
  /// all when it is the same.
  package func show(_ frame: Frame) {
    guard isOpen, frame != shown else { return }
    for row in 0..<size.rows {
      let cells = row < frame.rows.count ? frame.rows[row] : []
      if row >= shown.rows.count || shown.rows[row] != cells { draw(cells, row: row) }
    }
    shown = frame
    // Rows that are not there are blank from now on, also where the terminal was larger before.
    while shown.rows.count < size.rows { shown.rows.append([]) }
    let cursor = frame.cursor.flatMap { place in
      (0..<size.rows).contains(place.row) && (0..<size.columns).contains(place.column) ? place : nil
    }
    trestle_screen_refresh(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? 0))
    if frame.rows.count < shown.rows.count { shown.rows = frame.rows }
  }

  /// Forgets what the terminal shows: the next frame is written whole.
  package func redraw() {
    shown = Frame(rows: [], cursor: Frame.Position(row: -1, column: -1))
    trestle_screen_forget()
  }

  /// The next thing that happened, nothing when there is none now. It waits at most 25 milliseconds,
  /// and only where an escape has come that may be a key of its own.
  package func nextInput() -> Input? {
    if inputs.isEmpty { read() }
    return inputs.popFirst()
  }

  /// Stops the process and its group as Ctrl-Z does elsewhere; returns when it is continued.
  package func suspend() {
    guard isOpen else { return }
    trestle_screen_suspend()
  }

  private func draw(_ cells: [Frame.Cell], row: Int) {
    var column = 0
    while column < size.columns {
      let cell = column < cells.count ? cells[column] : Frame.Cell()
      let fits = cell.width == 1 || cell.width == 2 && column + 1 < size.columns
      put(fits ? cell : Frame.Cell(" ", background: cell.background), row, column)
      column += fits ? cell.width : 1
    }
  }

  private func put(_ cell: Frame.Cell, _ row: Int, _ column: Int) {
    let (foreground, isBright) = depth.index(cell.foreground)
    let (background, _) = depth.index(cell.background)
    var attributes = cell.attributes
    if isBright { attributes.insert(.bold) }
    let scalars = [cell.scalar.value] + cell.marks.prefix(4).map(\.value) + [0]
    unsafe trestle_screen_put(
      Int32(row), Int32(column), scalars, Int32(cell.width), UInt32(attributes.rawValue),
      Int32(foreground), Int32(background))
  }

  private func read() {
    guard isOpen else { return }
    while true {
      let notice = trestle_screen_notice()
      if notice == 0 { break }
      take(notice: notice)
    }
    do {
      while try input.waitUntil(.read, timeout: .zero) {
        guard let bytes = try input.read(), !bytes.isEmpty else { return end() }
        inputs += decoder.feed(bytes)
      }
      while inputs.isEmpty, decoder.isWaiting {
        guard try input.waitUntil(.read, timeout: Self.escapeDelay) else {
          inputs += decoder.flush()
          break
        }
        guard let bytes = try input.read(), !bytes.isEmpty else { return end() }
        inputs += decoder.feed(bytes)
      }
    } catch {
      end()
    }
  }

  private func end() { inputs.append(.closed) }

  private func take(notice: Int32) {
    let now = Self.currentSize()
    if now != size {
      size = now
      trestle_screen_resize(Int32(now.rows), Int32(now.columns))
      redraw()
      inputs.append(.resized(rows: now.rows, columns: now.columns))
    }
    if notice == Int32(UInt8(ascii: "C")) {
      redraw()
      inputs.append(.resumed)
    }
  }

  private static func currentSize() -> (rows: Int, columns: Int) {
    var (rows, columns): (Int32, Int32) = (0, 0)
    _ = unsafe trestle_screen_size(&rows, &columns)
    return (Int(rows), Int(columns))
  }
}
