// More teasers, as pages load them at their end.
document.getElementById("load")?.addEventListener("click", () => {
  for (const [path, text] of LATE) {
    const [item, title, link] = ["li", "h3", "a"].map((name) => document.createElement(name));
    link.href = path;
    link.textContent = text;
    title.append(link);
    item.append(title);
    document.getElementById("hot").append(item);
  }
});
