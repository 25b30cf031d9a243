import Emulation
import Interface
import Labs
import Platform
import Shells
import Tracks
import Transcripts
import Views

/// The lab behind the interface: its session, its terminals, its files and pages. What the interface
/// asks for is done here, and what happens is told.
actor LabBehind {
  private let track: Track
  private let key: String
  private let tell: @Sendable (LabEvent) -> Void
  private let screen: ScreenLesson
  private let jobs: LessonJobs
  private var session: Session?
  private var terminals: [String: Shell] = [:]
  private var opening: Set<String> = []
  private var sizes: [String: TerminalSize] = [:]
  private var tasks: [Task<Void, Never>] = []
  private var work: Task<Void, Never>?
  private var starting: Task<Void, Never>?
  private var visit: WebVisit?

  init(
    _ track: Track, key: String, on screen: ScreenLesson,
    tell: @escaping @Sendable (LabEvent) -> Void
  ) {
    self.track = track
    self.key = key
    self.screen = screen
    self.tell = tell
    jobs = LessonJobs(tell: tell)
  }

  /// Begins to start the sites, or to go on with those that the learner left.
  func begin(_ plan: SessionPlan, _ folder: SessionFolder, lock: FileLock) {
    starting = Task { await self.start(plan, folder, lock) }
  }

  private func start(_ plan: SessionPlan, _ folder: SessionFolder, _ lock: FileLock) async {
    let began = MonotonicTime.now()
    do {
      let session = try await Session.start(
        plan, in: folder, .init(kind: .run, track: key), lock: lock)
      self.session = session
      let names = plan.sites.map(\.name)
      let time = (MonotonicTime.now() - began).seconds(decimals: 1)
      tell(
        .started(
          names.count > 1
            ? "\(names.joined(separator: " and ")) are up after \(time) s."
            : "\(names.first ?? "The lab") is up after \(time) s."))
      work = Task { [jobs, track] in await jobs.run(track, session) }
      watchMap(session)
      watchTime()
    } catch {
      tell(.failed("The lab can't be started: \(error)"))
    }
  }

  /// Ends everything that runs.
  /// - Parameter removes: whether what it holds goes as well.
  func stop(removes: Bool) async {
    jobs.finish()
    await starting?.value
    for task in tasks { task.cancel() }
    await session?.stop(removes: removes)
    await work?.value
  }

  /// Does what the interface asks for.
  func perform(_ action: Action) async {
    switch action {
    case .enter(let challenge):
      guard track.challenges.indices.contains(challenge) else { return }
      jobs.add(.enter(track.challenges[challenge]))
    case .show(let terminal, let size): await show(terminal, size)
    case .run(let id, let commands):
      guard let step = step(id), let host = step.commandStep?.terminal.host else { return }
      let terminal = await screen.terminal(ofStep: id) ?? host
      jobs.add(.run(step, commands: commands, terminal: terminal))
    case .interrupt(let id): await interrupt(await screen.terminal(ofStep: id))
    case .watch(let id):
      guard let step = step(id) else { return }
      jobs.add(.watch(step, terminal: await screen.terminal(ofStep: id)))
    case .solve(let id):
      guard let step = step(id) else { return }
      jobs.add(.solve(step, terminal: await screen.terminal(ofStep: id)))
    case .check(let index, let step):
      let challenge = track.challenges.indices.contains(index) ? track.challenges[index] : nil
      jobs.add(.check(challenge, asFarAs: step))
    case .look(let id):
      guard let step = step(id) else { return }
      jobs.add(.look(step))
    case .restart(let terminal): await restart(terminal)
    case .load(let request): load(request)
    case .list(let host, let path): await list(host, path)
    case .read(let host, let path): await read(host, path)
    case .write(let host, let path, let text): await write(host, path, text)
    case .askOrchestrator(let site): await ask(orchestrator: site)
    case .open(let path): open(file: path)
    case .picture(let path): show(picture: path)
    case .keep, .copy, .bell, .redraw, .suspend, .quit, .start, .cancel, .reset, .send: break
    }
  }

  private func step(_ id: String) -> Step? { track.steps.first { $0.id == id } }

  /// Ends what a step's commands do in their terminal, and the waiting for them.
  private func interrupt(_ terminal: String?) async {
    jobs.stop()
    if let terminal { await terminals[terminal]?.type([3]) }
  }

  // Terminals.

  private func show(_ terminal: String, _ size: Size) async {
    let size = TerminalSize(columns: size.columns, rows: size.rows)
    sizes[terminal] = size
    if let shell = terminals[terminal] { return await shell.resize(size) }
    tasks.append(Task { await self.open(terminal) })
  }

  private func open(_ terminal: String) async {
    guard let session, opening.insert(terminal).inserted else { return }
    defer { opening.remove(terminal) }
    do {
      let shell = try await session.shell(of: terminal, size: sizes[terminal])
      if let size = sizes[terminal] { await shell.resize(size) }
      guard terminals[terminal] == nil else { return }
      terminals[terminal] = shell
      // What was printed before the learner left can still be copied.
      if let text = session.folder.lastOutput(of: terminal) {
        tell(.printed(terminal: terminal, text))
      }
      await screen.connect(terminal, to: shell)
      let news = await shell.news()
      tasks.append(Task { await self.follow(news, of: terminal) })
    } catch {
      tell(.notice("The terminal of \(terminal) can't be opened: \(error)"))
    }
  }

  private func follow(_ news: AsyncStream<ShellNews>, of terminal: String) async {
    for await item in news {
      switch item {
      case .typed(let result):
        jobs.add(
          .typed(
            terminal,
            CommandOutput(
              command: result.command, text: result.text, status: result.status ?? -1)))
      case .event(.bell): tell(.bell)
      case .event(.clipboard(let text)): tell(.clipboard(text))
      case .event: break
      case .ended:
        tell(.notice("The shell of \(terminal) has ended; a new one begins."))
        await reopen(terminal)
      }
    }
  }

  private func reopen(_ terminal: String) async {
    guard let session else { return }
    do {
      let shell = try await session.shell(of: terminal)
      if let size = sizes[terminal] { await shell.resize(size) }
    } catch {
      tell(.notice("The terminal of \(terminal) can't be opened again: \(error)"))
    }
  }

  private func restart(_ terminal: String) async {
    guard let shell = terminals[terminal] else { return }
    terminals[terminal] = nil
    await screen.disconnect(terminal)
    await shell.close()
    await open(terminal)
  }

  // Files.

  private func list(_ host: String, _ path: String) async {
    tell(.files(host: host, path: path, await files(host, path)))
  }

  private func files(_ host: String, _ path: String) async -> Result<[FileEntry], Sentence> {
    guard let session else { return .failure(Sentence("The lab is still starting.")) }
    do {
      return .success(HostFiles.list(try await session.host(host).resolve(path)))
    } catch {
      return .failure(Sentence("\(error)"))
    }
  }

  private func read(_ host: String, _ path: String) async {
    guard let session else { return }
    do {
      let place = try await session.host(host).resolve(path)
      tell(.file(host: host, path: path, HostFiles.text(place, shown: "\(host):\(path)")))
    } catch {
      tell(.file(host: host, path: path, .failure(Sentence("\(error)"))))
    }
  }

  private func write(_ host: String, _ path: String, _ text: String) async {
    guard let session else { return }
    do {
      try Files.write(try await session.host(host).resolve(path), text: text)
      tell(.saved(host: host, path: path, .success(path)))
    } catch {
      tell(
        .saved(
          host: host, path: path, .failure(Sentence("\(host):\(path) can't be written: \(error)"))))
    }
  }

  // Deployments.

  private func ask(orchestrator site: String) async {
    guard let session else {
      return tell(
        .deploymentChoices(site: site, .failure(Sentence("The lab is still starting."))))
    }
    tasks.append(
      Task { [tell] in
        do {
          let choices = try await session.deploymentChoices(of: site)
          tell(.deploymentChoices(site: site, .success(choices)))
        } catch {
          tell(
            .deploymentChoices(
              site: site, .failure(Sentence("The orchestrator \(site) does not answer: \(error)"))))
        }
      })
  }

  // Pages.

  private func load(_ request: WebRequest) {
    guard let session else { return }
    let visit = visit ?? WebVisit(session)
    self.visit = visit
    tasks.append(Task { tell(.page(request, await visit.load(request))) })
  }

  /// The folder that the track's files lie in.
  private var root: String { Files.isDirectory(key) ? key : Path.parent(of: key) }

  private func show(picture path: String) {
    tasks.append(
      Task { [root, tell] in
        guard let result = await TrackPictures.read(path, in: root) else { return }
        tell(.picture(path, result))
      })
  }

  /// Shows a file of the track with a program of the learner's desktop.
  private func open(file path: String) {
    let place = Path.resolve(path, in: root)
    guard Files.exists(place) else { return tell(.notice("There is no file \(place).")) }
    let hasDesktop = Environment["DISPLAY"] != nil || Environment["WAYLAND_DISPLAY"] != nil
    guard hasDesktop else { return tell(.notice("The picture is in \(place).")) }
    var launch = ProcessLaunch("xdg-open", [place], directory: "/")
    launch.output = .null
    launch.error = .null
    do {
      _ = try launch.start()
      tell(.notice("Opened \(place)."))
    } catch {
      tell(.notice("The picture is in \(place); nothing here can show it."))
    }
  }

  // What goes on by itself.

  private func watchMap(_ session: Session) {
    tasks.append(Task { for await map in MapWatcher.maps(of: session) { tell(.map(map)) } })
  }

  /// Tells what time goes by, where a limit makes it count; while the program is suspended none does.
  private func watchTime() {
    guard let limit = track.timeLimit, limit > 0 else { return }
    tasks.append(
      Task {
        var counted = MonotonicTime.now()
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(5))
          let seconds = Int((MonotonicTime.now() - counted).components.seconds)
          counted = counted + .seconds(seconds)
          tell(.timePassed(seconds: min(seconds, 10)))
        }
      })
  }
}
