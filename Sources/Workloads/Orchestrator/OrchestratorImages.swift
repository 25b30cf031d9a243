import Kubernetes
import Orchestrator

/// The images of the orchestrator's own programs, and of the controller that keeps routers on edge
/// clusters.
let orchestratorImages: [ImageDescription] = [
  ImageDescription(
    repository: "\(Installation.registry)/\(Installation.manager)",
    command: ["@trestle", "workload", "interconnect-manager"],
    displayName: "Interconnect manager", summary: "Joins the clusters of a network."),
  ImageDescription(
    repository: "\(Installation.registry)/\(Installation.gateway)", ports: [8080],
    command: ["@trestle", "workload", "network-gateway"],
    displayName: "API gateway", summary: "Answers the network API."),
  ImageDescription(
    repository: "quay.io/skupper/site-controller",
    command: ["@trestle", "workload", "skupper-site-controller"],
    displayName: "Skupper site controller", summary: "Makes routers where they are asked for."),
]
