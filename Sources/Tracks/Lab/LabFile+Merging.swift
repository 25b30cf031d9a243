/// A lab file on top of what a track's own description says of its sites.
extension LabFile {
  /// This description with what a lab file says in its place.
  func merged(with own: LabFile?) -> LabFile {
    guard var merged = own else { return self }
    for site in sites {
      if let index = merged.sites.firstIndex(where: { $0.name == site.name }) {
        merged.sites[index].fill(from: site)
      } else {
        merged.sites.append(site)
      }
    }
    merged.profiles = profiles.merging(merged.profiles) { _, own in own }
    return merged
  }
}

extension LabSite {
  /// Takes over what is not said here.
  fileprivate mutating func fill(from site: LabSite) {
    namespace = namespace ?? site.namespace
    platform = platform ?? site.platform
    domain = domain ?? site.domain
    title = title ?? site.title
    if hosts.isEmpty { hosts = site.hosts }
    files.merge(site.files) { own, _ in own }
  }
}
