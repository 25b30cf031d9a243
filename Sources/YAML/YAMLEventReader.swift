/// The stream of libyaml's events: the fence around the C parser.
import CYAML

/// What libyaml found next, and where.
struct YAMLEvent {
  let kind: Kind
  let line: Int
  let column: Int

  enum Kind {
    case documentStart
    case documentEnd
    case streamEnd
    case alias(String)
    case scalar(text: String, plain: Bool, tag: String?, anchor: String?)
    case listStart(anchor: String?)
    case listEnd
    case mapStart(anchor: String?)
    case mapEnd
  }
}

/// Reads events from bytes. The parser and its copy of the input live as long as the reader, at
/// addresses that do not change.
@safe final class YAMLEventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let file: String?

  init(bytes: [UInt8], file: String?) {
    unsafe parser = .allocate(capacity: 1)
    unsafe input = .allocate(capacity: bytes.count)
    self.file = file
    _ = unsafe input.initialize(from: bytes)
    precondition(unsafe yaml_parser_initialize(parser) == 1, "libyaml found no memory")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event that matters to a document.
  func next() throws(YAMLError) -> YAMLEvent {
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw error() }
      defer { unsafe yaml_event_delete(&event) }
      guard let kind = unsafe kind(of: event) else { continue }
      return unsafe YAMLEvent(
        kind: kind, line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
    }
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind? {
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_ALIAS_EVENT: return unsafe .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      return unsafe .listStart(anchor: text(event.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_START_EVENT:
      return unsafe .mapStart(anchor: text(event.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: return .mapEnd
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe .scalar(
        text: String(decoding: bytes, as: UTF8.self),
        plain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
        tag: text(scalar.tag), anchor: text(scalar.anchor))
    default: return nil
    }
  }

  private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    guard let bytes = unsafe bytes else { return nil }
    return unsafe String(decodingCString: bytes, as: UTF8.self)
  }

  private func error() -> YAMLError {
    let reason = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
    let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) + ": " }
    let place = errorPlace()
    return YAMLError(
      file: file, line: place.line, column: place.column,
      reason: (context ?? "") + (reason ?? "libyaml found no memory"))
  }

  /// Errors of the encoding carry an offset in bytes in place of a mark; a mark behind the last
  /// line means the end of the text.
  private func errorPlace() -> (line: Int, column: Int) {
    let isEncoding = unsafe parser.pointee.error == YAML_READER_ERROR
    let offset =
      unsafe isEncoding ? min(Int(parser.pointee.problem_offset), input.count) : input.count
    var line = 1
    var column = 1
    var end = (line: 1, column: 1)
    for byte in unsafe Array(input[..<offset]) {
      if byte == 0x0A {
        end = (line, column)
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    if column > 1 || isEncoding { end = (line, column) }
    if isEncoding { return end }
    let mark = unsafe parser.pointee.problem_mark
    return mark.line < end.line ? (Int(mark.line) + 1, Int(mark.column) + 1) : end
  }
}
