/// The console's page: the network's sites, links, services and processes as they are when it is
/// asked for; its script reads them again every few seconds from the REST interface beside it.
/// Browsers without scripts show it too, and it needs nothing from elsewhere.
enum ConsolePage {
  /// The page with these records.
  static func text(_ records: ConsoleRecords) -> String {
    let tables = ConsoleTables(records)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Service network</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem 2rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8885; }
      th { font-weight: 600; } .none { opacity: .7; }
      #map { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }
      #map li { border: 1px solid #8888; border-radius: .6rem; padding: .8rem 1.2rem; min-width: 12rem; }
      #map strong { display: block; } #map span { display: block; opacity: .8; }
      </style>
      </head>
      <body>
      <h1>Service network</h1>
      <p id="summary" role="status">\(tables.summary)</p>
      <h2 id="topology">Topology</h2><ul id="map">\(tables.map)</ul>
      <h2 id="sites">Sites</h2><div id="site-table">\(tables.sites)</div>
      <h2 id="links">Links</h2><div id="link-table">\(tables.links)</div>
      <h2 id="services">Services</h2><div id="service-table">\(tables.services)</div>
      <h2 id="components">Components</h2><div id="component-table">\(tables.components)</div>
      <h2 id="processes">Processes</h2><div id="process-table">\(tables.processes)</div>
      <script>
      const read = async name => (await (await fetch("/api/v1alpha1/" + name)).json()).results;
      const cell = (tag, text) => {
        const element = document.createElement(tag);
        element.textContent = text ?? "";
        return element;
      };
      let shown = "";
      function table(place, records, columns, empty) {
        const box = document.getElementById(place);
        if (!records.length) { box.replaceChildren(cell("p", empty)); return; }
        const table = document.createElement("table");
        const head = table.createTHead().insertRow();
        for (const [title] of columns) head.append(cell("th", title));
        const body = table.createTBody();
        for (const record of records) {
          const row = body.insertRow();
          for (const [, value] of columns) row.append(cell("td", value(record)));
        }
        box.replaceChildren(table);
      }
      async function refresh() {
        try {
          const [sites, links, services, groups, processes] = await Promise.all(
            ["sites", "links", "addresses", "processgroups", "processes"].map(read));
          const now = JSON.stringify([sites, links, services, groups, processes]);
          if (now === shown) return;
          shown = now;
          const name = id => (sites.find(site => site.identity === id) || {}).name || id;
          const count = (n, word) => n + " " + word + (n === 1 ? "" : "s");
          document.getElementById("summary").textContent =
            count(sites.length, "site") + ", " + count(links.length, "link") + ", " +
            count(services.length, "service") + ".";
          document.getElementById("map").replaceChildren(...sites.map(site => {
            const item = document.createElement("li");
            item.append(cell("strong", site.name), cell("span", "namespace " + site.nameSpace));
            for (const link of links) {
              if (link.sourceSiteId === site.identity)
                item.append(cell("span", "→ " + name(link.destinationSiteId)));
            }
            for (const process of processes)
              if (process.parent === site.identity && process.processBinding === "bound")
                item.append(cell("span", process.groupName + " serves " +
                  (process.addresses || []).join(", ")));
            return item;
          }));
          table("site-table", sites, [["Name", r => r.name], ["Namespace", r => r.nameSpace],
            ["Version", r => r.siteVersion], ["Platform", r => r.platform]], "No sites yet.");
          table("link-table", links, [["From", r => name(r.sourceSiteId)],
            ["To", r => name(r.destinationSiteId)], ["Kind", r => r.mode], ["Cost", r => r.linkCost]],
            "No links yet.");
          table("service-table", services, [["Address", r => r.name], ["Protocol", r => r.protocol],
            ["Listeners", r => r.listenerCount], ["Servers", r => r.connectorCount]],
            "No services are exposed.");
          table("component-table", groups, [["Name", r => r.name], ["Processes", r => r.processCount]],
            "No components yet.");
          table("process-table", processes, [["Name", r => r.name], ["Component", r => r.groupName],
            ["Site", r => r.parentName], ["Serves", r => (r.addresses || []).join(", ")]],
            "No processes yet.");
        } catch (problem) {
          document.getElementById("summary").textContent = "The network cannot be read: " + problem;
        }
      }
      refresh();
      setInterval(refresh, 3000);
      </script>
      </body>
      </html>

      """
  }
}
