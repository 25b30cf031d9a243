/// The steps that a `skewer.yaml` names and does not spell out. The words are this project's own,
/// the commands those that Skupper's examples run.
import YAML

enum StandardSteps {
  /// The step of that name; nothing where there is none.
  static func step(named name: String) -> YAMLNode? { steps[name] }

  static var names: [String] { steps.keys.sorted() }

  /// The steps by every name they have.
  private static let steps: [String: YAMLNode] = {
    guard let document = try? YAML.parseLocated(first + second) else { return [:] }
    var steps: [String: YAMLNode] = [:]
    for member in document.members {
      steps[member.key] = member.value
      for name in member.value["names"]?.items ?? [] { steps[name.text ?? ""] = member.value }
    }
    return steps
  }()

  /// Those of Skupper 1, whose names end without the tool that is used.
  private static let first = #"""
    general/install_the_skupper_command_line_tool:
      names: [platform/install_the_skupper_command_line_tool]
      title: Install the Skupper command-line tool
      preamble: The commands of this example are those of the program `skupper`.
      commands:
        "0":
          - {run: "curl https://skupper.io/install.sh | sh"}
    kubernetes/set_up_your_clusters:
      title: Set up your clusters
      preamble: |
        Each site has a terminal of its own. In each of them, say where the site's configuration
        lies, log in to your cluster, and make the namespace that the site lives in.
      commands:
        "*":
          - {run: "export KUBECONFIG=@kubeconfig@"}
          - {run: "kubectl create namespace @namespace@"}
          - {run: "kubectl config set-context --current --namespace @namespace@"}
    kubernetes/set_up_your_kubernetes_cluster:
      names: [kubernetes/set_up_your_cluster]
      title: Set up your cluster
      preamble: Log in to your cluster, and make the namespace that the site lives in.
      commands:
        "*":
          - {run: "kubectl create namespace @namespace@"}
          - {run: "kubectl config set-context --current --namespace @namespace@"}
    kubernetes/create_your_sites:
      title: Create your sites
      preamble: A site is a namespace with a router in it. Make one in each namespace.
      commands:
        "*":
          - run: skupper init
            output: |
              Waiting for LoadBalancer IP or hostname...
              Waiting for status...
              Skupper is now installed in namespace '@namespace@'.  Use 'skupper status' to get more information.
          - run: skupper status
            output: |
              Skupper is enabled for namespace "@namespace@". It is not connected to any other sites. It has no exposed services.
    kubernetes/link_your_sites:
      title: Link your sites
      preamble: |
        A token made in @site0@ lets @site1@ link to it, once. Whoever has the token can link, so
        keep it to yourself.
      commands:
        "0":
          - run: skupper token create ~/secret.token
            output: Token written to ~/secret.token
        "1":
          - run: skupper link create ~/secret.token
            output: |
              Site configured to link to https://10.105.193.154:8081/ed9c37f6-d78a-11ec-a8c7-04421a4c5042 (name=link1)
              Check the status of the link using 'skupper link status'.
          - {run: "skupper link status --wait 60", apply: test}
    general/cleaning_up:
      name: cleaning_up
      title: Cleaning up
      numbered: false
      preamble: Take away what the example made.
      commands:
        "*":
          - {run: "skupper delete"}
    hello_world/deploy_the_frontend_and_backend:
      title: Deploy the frontend and backend
      preamble: The frontend runs in @site0@, the backend in @site1@.
      commands:
        "0":
          - {run: "kubectl create deployment frontend --image quay.io/skupper/hello-world-frontend"}
        "1":
          - {run: "kubectl create deployment backend --image quay.io/skupper/hello-world-backend --replicas 3"}
    hello_world/expose_the_backend:
      title: Expose the backend
      preamble: Once the backend is exposed in @site1@, the frontend reaches it by its name.
      commands:
        "1":
          - await_resource: deployment/backend
          - run: skupper expose deployment/backend --port 8080
            output: deployment backend exposed as backend
    hello_world/access_the_frontend: &access
      title: Access the frontend
      preamble: Bring the frontend of @site0@ to this machine's port 8080.
      commands:
        "0":
          - await_resource: deployment/frontend
          - {run: "kubectl port-forward deployment/frontend 8080:8080", apply: readme}
          - {run: "kubectl port-forward deployment/frontend 8080:8080 > /dev/null &", apply: test}
          - await_port: 8080
          - {run: "curl -fsS http://localhost:8080/api/health", apply: test}
      postamble: See the page by navigating to http://localhost:8080.
    hello_world/cleaning_up:
      name: cleaning_up
      title: Cleaning up
      numbered: false
      preamble: Take away what the example made.
      commands:
        "0":
          - {run: "skupper delete"}
          - {run: "kubectl delete service/frontend --ignore-not-found"}
          - {run: "kubectl delete deployment/frontend"}
        "1":
          - {run: "skupper delete"}
          - {run: "kubectl delete deployment/backend"}

    """#

  /// Those of Skupper 2.
  private static let second = #"""
    platform/access_your_kubernetes_clusters:
      title: Access your Kubernetes clusters
      preamble: |
        Each site has a terminal of its own. In each of them, say where the site's configuration
        lies, and log in to your cluster.
      commands:
        "*":
          - {run: "export KUBECONFIG=@kubeconfig@"}
    platform/access_your_kubernetes_cluster:
      title: Access your Kubernetes cluster
      preamble: Open a terminal, and log in to your cluster.
    platform/install_skupper_on_your_kubernetes_clusters:
      names:
        - kubernetes/install_skupper_on_your_clusters
        - platform/install_skupper_on_your_kubernetes_cluster
        - kubernetes/install_skupper_on_your_cluster
      title: Install Skupper on your Kubernetes clusters
      preamble: Skupper's controller and its kinds of objects must be known to each cluster.
      commands:
        "*":
          - {run: "kubectl apply -f https://skupper.io/v2/install.yaml"}
    skupper/create_your_sites/kubernetes_cli:
      title: Create your sites
      preamble: A site is a namespace with a router in it. The first one accepts links.
      commands:
        "0":
          - run: skupper site create @namespace@ --enable-link-access --timeout 2m
            output: |
              Waiting for status...
              Site "@namespace@" is configured. Check the status to see when it is ready
        "*":
          - run: skupper site create @namespace@ --timeout 2m
            output: |
              Waiting for status...
              Site "@namespace@" is configured. Check the status to see when it is ready
    skupper/link_your_sites/kubernetes_cli:
      title: Link your sites
      preamble: |
        A token issued in @site0@ lets @site1@ link to it, once. Whoever has the token can link, so
        keep it to yourself.
      commands:
        "0":
          - run: skupper token issue ~/secret.token
            output: |
              Waiting for token status ...

              Grant "west-cad4f72d-2917-49b9-ab66-cdaca4d6cf9c" is ready
              Token file ~/secret.token created

              Transfer this file to a remote site. At the remote site,
              create a link to this site using the "skupper token redeem" command:

              	skupper token redeem <file>

              The token expires after 1 use(s) or after 15m0s.
        "1":
          - run: skupper token redeem ~/secret.token
            output: |
              Waiting for token status ...
              Token "west-cad4f72d-2917-49b9-ab66-cdaca4d6cf9c" has been redeemed
              You can now safely delete ~/secret.token
    skupper/cleaning_up/kubernetes_cli:
      name: cleaning_up
      title: Cleaning up
      numbered: false
      preamble: Take away what the example made.
      commands:
        "*":
          - {run: "skupper site delete --all"}
    hello_world/deploy_the_frontend_and_backend/kubernetes_cli:
      title: Deploy the frontend and backend
      preamble: The frontend runs in @site0@, the backend in @site1@, each in a namespace of its own.
      commands:
        "0":
          - {run: "kubectl create namespace @namespace@"}
          - {run: "kubectl config set-context --current --namespace @namespace@"}
          - {run: "kubectl create deployment frontend --image quay.io/skupper/hello-world-frontend"}
        "1":
          - {run: "kubectl create namespace @namespace@"}
          - {run: "kubectl config set-context --current --namespace @namespace@"}
          - {run: "kubectl create deployment backend --image quay.io/skupper/hello-world-backend --replicas 3"}
    hello_world/expose_the_backend_service/kubernetes_cli:
      title: Expose the backend service
      preamble: |
        A listener in @site0@ takes the frontend's connections; a connector in @site1@ leads them to
        the backend.
      commands:
        "0":
          - run: skupper listener create backend 8080
            output: |
              Waiting for create to complete...
              Listener "backend" is ready
        "1":
          - run: skupper connector create backend 8080
            output: |
              Waiting for create to complete...
              Connector "backend" is ready
    hello_world/access_the_frontend_service/kubernetes_cli: *access
    hello_world/cleaning_up/kubernetes_cli:
      name: cleaning_up
      title: Cleaning up
      numbered: false
      preamble: Take away what the example made.
      commands:
        "0":
          - {run: "skupper site delete --all"}
          - {run: "kubectl delete deployment/frontend"}
        "1":
          - {run: "skupper site delete --all"}
          - {run: "kubectl delete deployment/backend"}
    """#
}
