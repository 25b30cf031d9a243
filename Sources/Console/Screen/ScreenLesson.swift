import Emulation
import Interface
import Labs
import Platform
import Screens
import Shells
import Tracks
import Views

/// A lab on the whole terminal: inputs and news of the lab go into the interface, what it asks for is
/// done, and what it draws is shown. All of this happens on one event loop's thread, which is that of
/// the shells: from a key to its echo no other thread has to be woken.
actor ScreenLesson {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.unownedExecutor }

  private var interface: Interface?
  private var entry: ProgressStore.Entry?
  private var store: ProgressStore?
  /// The rows that were shown last, and what they were made of.
  private var shown: (rows: [Row], frame: [[Frame.Cell]]) = ([], [])
  private let requests: AsyncStream<Action>.Continuation
  private var terminal: Screens.Terminal?
  private var timers: [Timer: LoopTimer] = [:]
  private var willDraw = false
  /// What was drawn last, while it is right but for what terminals show.
  private var canvas: Canvas?
  private var ends: [CheckedContinuation<End, Never>] = []
  private var end: End?
  /// The terminals that are open.
  var terminals: [String: ConnectedTerminal] = [:]

  /// What a lesson ended with.
  enum End: Hashable, Sendable {
    case quit
    /// The process was asked to end.
    case signal(Int32)
    /// The terminal went away.
    case closed
  }

  /// - Parameter requests: takes what the lab is to do.
  init(requests: AsyncStream<Action>.Continuation) throws {
    loop = try Shell.sharedLoop.get()
    self.requests = requests
  }

  /// Takes the terminal over and shows what is being done before there is anything to show.
  func open(_ words: String) throws {
    try Signals.observe(Signals.requestsToEnd, on: loop) { signal in
      self.assumeIsolated { $0.finish(.signal(signal.number)) }
    }
    let terminal = try Screens.Terminal.open()
    self.terminal = terminal
    try loop.register(terminal.inputDescriptor, .read) { _ in
      self.assumeIsolated { $0.takeInputs() }
    }
    var canvas = Canvas(rows: terminal.size.rows, columns: terminal.size.columns)
    canvas.put(words, row: 0, column: 1)
    show(canvas)
  }

  /// How many colours there are to draw with.
  var colors: Int { terminal?.colors ?? 0 }

  /// Shows a lesson from now on.
  func begin(_ interface: Interface, _ entry: ProgressStore.Entry, _ store: sending ProgressStore) {
    self.interface = interface
    self.entry = entry
    self.store = store
    guard let terminal else { return }
    terminal.setTitle("trestle: \(interface.lesson.track.title)")
    let size = Size(rows: terminal.size.rows, columns: terminal.size.columns)
    handle(.resized(size))
    perform(self.interface?.begin() ?? [])
    draw()
    takeInputs()
  }

  /// Waits until the learner leaves, the process is asked to end, or the terminal goes away.
  func waitForEnd() async -> End {
    if let end { return end }
    return await withCheckedContinuation { ends.append($0) }
  }

  /// Gives the terminal back.
  func close() {
    if let terminal { loop.unregister(terminal.inputDescriptor) }
    terminal?.close()
    terminal = nil
    requests.finish()
  }

  /// Something came from the lab.
  func take(_ event: LabEvent) { handle(.lab(event)) }

  func handle(_ event: InterfaceEvent) {
    guard let actions = interface?.handle(event) else { return }
    perform(actions)
    switch interface?.change {
    case .nothing: break
    case .terminal: drawSoon(anew: false)
    case .everything, nil: drawSoon()
    }
  }

  private func takeInputs() {
    while let terminal, let input = terminal.nextInput() {
      guard let event = InterfaceEvent(input) else { return finish(.closed) }
      // Before there is a lesson, these are all that a person can want.
      if interface == nil, case .key(let key, _) = event,
        key == .character("c") || key == .character("q")
      {
        return finish(.quit)
      }
      handle(event)
    }
  }

  private func finish(_ end: End) {
    guard self.end == nil else { return }
    keep()
    self.end = end
    for waiter in ends { waiter.resume(returning: end) }
    ends = []
  }

  // Drawing.

  /// Draws once, however much has changed in this turn of the loop.
  /// - Parameter anew: false when only terminals have changed what they show.
  private func drawSoon(anew: Bool = true) {
    if anew { canvas = nil }
    guard !willDraw else { return }
    willDraw = true
    loop.schedule(after: .zero) { self.assumeIsolated { $0.draw() } }
  }

  private func draw() {
    willDraw = false
    guard let interface else { return }
    let drawn = canvas.map(interface.canvas(afterTerminalsOn:)) ?? interface.canvas()
    canvas = drawn
    show(drawn)
  }

  /// Shows a canvas; rows that are as they were are not made again.
  private func show(_ canvas: Canvas) {
    let rows = canvas.rows
    let frame = rows.indices.map { index in
      index < shown.rows.count && shown.rows[index] == rows[index]
        ? shown.frame[index] : Frame.row(rows[index])
    }
    shown = (rows, frame)
    terminal?.show(
      Frame(
        rows: frame,
        cursor: canvas.cursor.map { Frame.Position(row: $0.row, column: $0.column) }))
  }

  // What the interface asks for.

  private func perform(_ actions: [Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: Action) {
    switch action {
    case .keep: keep()
    case .copy(let text): terminal?.copy(text)
    case .bell: terminal?.bell()
    case .redraw:
      terminal?.redraw()
      drawSoon()
    case .suspend:
      terminal?.suspend()
      drawSoon()
    case .quit: finish(.quit)
    case .start(let timer, let milliseconds):
      if let old = timers[timer] { loop.cancel(old) }
      timers[timer] = loop.schedule(after: .milliseconds(milliseconds)) {
        self.assumeIsolated { $0.handle(.timer(timer)) }
      }
    case .cancel(let timer):
      if let old = timers.removeValue(forKey: timer) { loop.cancel(old) }
    case .send(let terminal, let bytes): send(bytes, to: terminal)
    case .enter, .show, .run, .interrupt, .solve, .watch, .check, .look, .restart, .reset,
      .load, .list, .read, .write, .open, .picture, .askOrchestrator:
      requests.yield(action)
    }
  }

  /// Keeps where the learner is; what can't be kept is said.
  private func keep() {
    guard let interface, let store, entry != nil else { return }
    entry?.progress = interface.progress
    if let step = interface.stepID { entry?.step = step }
    do {
      if let entry { try store.save(entry) }
    } catch {
      loop.post { self.assumeIsolated { $0.handle(.lab(.notice("\(error)"))) } }
    }
  }

  /// The lab begins anew in another session's folder.
  func beginAnew(session: String) {
    terminals = [:]
    entry?.session = session
    keep()
  }

  /// The name of the terminal in which a step's commands run.
  func terminal(ofStep id: String) -> String? { interface?.terminal(ofStep: id) }
}
