import Pictures

extension Picture {
  /// The picture within so many pixels, with the sides as they are to each other; never larger than
  /// it is.
  package func fitting(width mostWidth: Int, height mostHeight: Int) -> Picture {
    let (mostWidth, mostHeight) = (max(1, mostWidth), max(1, mostHeight))
    if width <= mostWidth, height <= mostHeight { return self }
    let isWide = width * mostHeight >= height * mostWidth
    return isWide
      ? scaled(width: mostWidth, height: max(1, (height * mostWidth + width / 2) / width))
      : scaled(width: max(1, (width * mostHeight + height / 2) / height), height: mostHeight)
  }

  /// The picture with fewer pixels, each of which is the mean of those in its place. What is clear
  /// has no colour of its own.
  private func scaled(width newWidth: Int, height newHeight: Int) -> Picture {
    // A pixel takes `newWidth` units of its row and a new one `width`, so that all shares are whole.
    let columns = Share.shares(of: width, into: newWidth)
    let rows = Share.shares(of: height, into: newHeight)
    var sums = [Int](repeating: 0, count: newWidth * newHeight * 4)
    var line = [Int](repeating: 0, count: newWidth * 4)
    for row in 0..<height {
      reduce(row, columns, into: &line)
      add(line, rows[row].first, to: &sums, row: rows[row].target)
      if rows[row].second > 0 { add(line, rows[row].second, to: &sums, row: rows[row].target + 1) }
    }
    var bytes = [UInt8](repeating: 0, count: sums.count)
    let area = width * height
    for place in stride(from: 0, to: sums.count, by: 4) {
      let opacity = sums[place + 3]
      guard opacity > 0 else { continue }
      for part in 0..<3 {
        bytes[place + part] = UInt8((sums[place + part] + opacity / 2) / opacity)
      }
      bytes[place + 3] = UInt8((opacity + area / 2) / area)
    }
    return Picture(width: newWidth, height: newHeight, bytes: bytes) ?? self
  }

  /// A row's colours, weighted with their opacity, added up in the places of fewer pixels.
  private func reduce(_ row: Int, _ columns: [Share], into line: inout [Int]) {
    let (source, shares) = (bytes.span, columns.span)
    var sums = line.mutableSpan
    for place in sums.indices { sums[place] = 0 }
    for column in 0..<width {
      let place = (row * width + column) * 4
      let opacity = Int(source[place + 3])
      guard opacity > 0 else { continue }
      let color = Weighted(
        red: Int(source[place]) * opacity, green: Int(source[place + 1]) * opacity,
        blue: Int(source[place + 2]) * opacity, opacity: opacity)
      let share = shares[column]
      color.add(share.first, to: &sums, at: share.target)
      if share.second > 0 { color.add(share.second, to: &sums, at: share.target + 1) }
    }
  }

  private func add(_ line: [Int], _ weight: Int, to sums: inout [Int], row: Int) {
    let source = line.span
    var sums = sums.mutableSpan
    let start = row * line.count
    for place in source.indices { sums[start + place] += source[place] * weight }
  }
}

/// A colour times its opacity.
private struct Weighted {
  let red, green, blue, opacity: Int

  func add(_ weight: Int, to sums: inout MutableSpan<Int>, at pixel: Int) {
    let place = pixel * 4
    sums[place] += red * weight
    sums[place + 1] += green * weight
    sums[place + 2] += blue * weight
    sums[place + 3] += opacity * weight
  }
}

/// Where a pixel goes when there are fewer: the new pixel that it begins in with its share of that,
/// and its share of the next.
private struct Share {
  let target: Int
  let first: Int
  let second: Int

  static func shares(of count: Int, into fewer: Int) -> [Share] {
    (0..<count).map { index in
      let target = index * fewer / count
      let first = min(fewer, (target + 1) * count - index * fewer)
      return Share(target: target, first: first, second: fewer - first)
    }
  }
}
