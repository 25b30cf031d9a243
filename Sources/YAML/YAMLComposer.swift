/// Builds located trees from events, with anchors, aliases and merge keys resolved.
import Documents

struct YAMLComposer {
  private let events: YAMLEventReader
  private let file: String?
  private let duplicates: YAML.DuplicateKeys
  private var anchors: [String: Anchor] = [:]
  private var aliasedNodes = 0
  private var depth = 0

  private struct Anchor {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  init(events: YAMLEventReader, file: String?, duplicates: YAML.DuplicateKeys) {
    self.events = events
    self.file = file
    self.duplicates = duplicates
  }

  mutating func documents() throws(YAMLError) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamEnd: return documents
      case .documentStart: anchors = [:]
      case .documentEnd: continue
      default: documents.append(try node(event))
      }
    }
  }

  private mutating func node(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
    switch event.kind {
    case .alias(let name): return try alias(name, event)
    case .scalar(let text, let plain, let tag, let anchor):
      let value = YAMLScalar.value(text, plain: plain, tag: tag)
      return remember(
        YAMLNode(line: event.line, column: event.column, content: .scalar(value, written: text)),
        as: anchor)
    case .listStart(let anchor):
      try enter(event)
      var items: [YAMLNode] = []
      while true {
        let next = try events.next()
        if case .listEnd = next.kind { break }
        items.append(try node(next))
      }
      depth -= 1
      return remember(
        YAMLNode(line: event.line, column: event.column, content: .list(items)), as: anchor)
    case .mapStart(let anchor):
      try enter(event)
      let members = try members()
      depth -= 1
      return remember(
        YAMLNode(line: event.line, column: event.column, content: .map(members)), as: anchor)
    default: throw error("the document ends where a value should be", event)
    }
  }

  private mutating func members() throws(YAMLError) -> [YAMLMember] {
    var members: [YAMLMember] = []
    var merged: [YAMLMember] = []
    var keys: Set<String> = []
    while true {
      let event = try events.next()
      if case .mapEnd = event.kind { break }
      let isMerge = if case .scalar("<<", true, _, _) = event.kind { true } else { false }
      let key = try key(event)
      let value = try node(try events.next())
      if isMerge {
        merged += try mergedMembers(value)
        continue
      }
      if !keys.insert(key).inserted, duplicates == .refused {
        throw error("the key \"\(key)\" is already set in this map", event)
      }
      members.append(YAMLMember(key: key, line: event.line, column: event.column, value: value))
    }
    return members + merged.filter { keys.insert($0.key).inserted }
  }

  /// Keys are texts, as they were written: `on:` is "on" and `8080:` is "8080".
  private mutating func key(_ event: YAMLEvent) throws(YAMLError) -> String {
    if case .scalar(let text, _, _, let anchor) = event.kind {
      _ = remember(
        YAMLNode(
          line: event.line, column: event.column, content: .scalar(.string(text), written: text)),
        as: anchor)
      return text
    }
    let node = try node(event)
    guard let text = node.text else { throw error("a key must be a plain text", event) }
    return text
  }

  private func mergedMembers(_ node: YAMLNode) throws(YAMLError) -> [YAMLMember] {
    switch node.content {
    case .map(let members): return members
    case .list(let items):
      var members: [YAMLMember] = []
      for item in items { members += try mergedMembers(item) }
      return members
    case .scalar:
      throw YAMLError(
        file: file, line: node.line, column: node.column, reason: "only a map can be merged here")
    }
  }

  private mutating func alias(_ name: String, _ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
    guard let anchor = anchors[name] else {
      throw error("the alias *\(name) names no anchor before it", event)
    }
    aliasedNodes += anchor.size
    if aliasedNodes > YAML.mostAliasedNodes {
      throw error("aliases stand for more than \(YAML.mostAliasedNodes) nodes", event)
    }
    if depth + anchor.height > YAML.deepestNesting {
      throw error("values are nested deeper than \(YAML.deepestNesting) levels", event)
    }
    return YAMLNode(line: event.line, column: event.column, content: anchor.node.content)
  }

  private mutating func remember(_ node: YAMLNode, as anchor: String?) -> YAMLNode {
    if let anchor {
      anchors[anchor] = Anchor(node: node, size: node.size, height: node.height)
    }
    return node
  }

  private mutating func enter(_ event: YAMLEvent) throws(YAMLError) {
    depth += 1
    if depth > YAML.deepestNesting {
      throw error("values are nested deeper than \(YAML.deepestNesting) levels", event)
    }
  }

  private func error(_ reason: String, _ event: YAMLEvent) -> YAMLError {
    YAMLError(file: file, line: event.line, column: event.column, reason: reason)
  }
}
