/// The portal's look and its little script, with nothing fetched from elsewhere.
enum PortalAssets {
  static let style = """
    :root { --ink: #1c1e21; --grey: #6a6f76; --line: #d9dce0; --link: #1559c0; --bad: #a1260d; }
    * { box-sizing: border-box; }
    html { font: 17px/1.55 "Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", "DejaVu Sans",
      sans-serif; color: var(--ink); background: #fff; }
    body { margin: 0; }
    a { color: var(--link); text-decoration: none; }
    a:hover { text-decoration: underline; }
    h1 { font-size: 1.65rem; line-height: 1.25; font-weight: 600; margin: 0 0 1.2rem; }
    h2 { font-size: 1.15rem; font-weight: 300; margin: 0 0 .6rem; }
    p { margin: 0 0 .9rem; }

    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem;
      padding: .8rem calc(max(0px, (100% - 960px) / 2) + 1.25rem); border-bottom: 1px solid var(--line); }
    .home { display: flex; align-items: center; gap: .55rem; color: var(--ink); font-weight: 600; }
    .home:hover { text-decoration: none; }
    .who { display: flex; flex-wrap: wrap; gap: 0 1.25rem; justify-content: flex-end; }
    .tabs { display: flex; flex-wrap: wrap; gap: .3rem 1.8rem; max-width: 960px;
      margin: 1.5rem auto 0; padding: 0 1.25rem; }
    .tabs a { color: var(--grey); padding: .15rem 0 .3rem; border-bottom: 1.5px solid transparent; }
    .tabs a:hover { color: var(--ink); text-decoration: none; }
    .tabs a[aria-current] { color: var(--ink); border-bottom-color: var(--ink); }
    .person main { max-width: 960px; margin: 0 auto; padding: 1.8rem 1.25rem 4rem; }

    body.sheet { background: #333; min-height: 100vh; padding: 2.5rem 1rem; }
    .sheet main { max-width: 960px; margin: 0 auto; background: #fff; padding: 2.75rem 3.25rem 3rem; }
    .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
    ul { list-style: none; margin: 0; padding: 0; min-height: 4rem; }
    li { padding: .12rem 0; }

    table { width: 100%; border-collapse: collapse; text-align: left; }
    th { font-weight: 600; }
    th, td { padding: .45rem 1rem .45rem 0; vertical-align: baseline; }
    td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    td:last-child, th:last-child { padding-right: 0; }

    button, .button { display: inline-block; font: inherit; color: var(--ink); background: #fff;
      border: 1px solid #b9bec5; border-radius: 4px; padding: .3rem .95rem; cursor: pointer; }
    button:hover, .button:hover { border-color: #000; text-decoration: none; }
    button:disabled { color: var(--grey); cursor: default; }
    td .button { padding: .05rem .8rem; }
    a:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--link);
      outline-offset: 2px; }

    .field { display: grid; grid-template-columns: 25% 40% 1fr; gap: .3rem 1.2rem;
      align-items: baseline; margin-bottom: .9rem; }
    .field small { color: var(--grey); font-size: .9rem; }
    input { font: inherit; color: inherit; width: 100%; padding: .3rem .55rem;
      border: 1px solid #b9bec5; border-radius: 4px; background: #fff; }
    input[readonly] { border-color: transparent; padding-left: 0; background: none; }
    form p { margin: 1.5rem 0 0; }
    .trouble { color: var(--bad); border-left: 3px solid var(--bad); padding: .1rem 0 .1rem .8rem; }

    @media (max-width: 620px) {
      body.sheet { padding: 0; background: #fff; }
      .sheet main { padding: 1.5rem 1.25rem; }
      .columns, .field { grid-template-columns: 1fr; }
      table { display: block; overflow-x: auto; }
    }

    """

  static let script = """
    "use strict";

    // Draws the page again in place when the database changes.
    async function refresh() {
      if (document.querySelector("form")) return;
      const response = await fetch(location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
    }

    new EventSource("/api/notifications").onmessage = refresh;

    // Sends a form as JSON, and says on the page why it was refused.
    document.addEventListener("submit", async event => {
      const form = event.target;
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      form.querySelector(".trouble")?.remove();
      const values = Object.fromEntries(new FormData(form));
      delete values.next;
      let error;
      try {
        const response = await fetch(form.dataset.interface, {
          method: "POST",
          headers: {"Content-Type": "application/json"},
          body: JSON.stringify(values),
        });
        error = (await response.json()).error;
      } catch (failure) {
        error = "The portal did not answer. Try again.";
      }
      if (!error) {
        location.href = form.dataset.next;
        return;
      }
      const trouble = document.createElement("p");
      trouble.className = "trouble";
      trouble.setAttribute("role", "alert");
      trouble.textContent = error;
      form.prepend(trouble);
      button.disabled = false;
    });

    """
}
