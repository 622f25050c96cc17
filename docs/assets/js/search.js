// The search: loaded, with its index and lunr, when the field is first used.
const { base } = JSON.parse(document.getElementById("__config").textContent);
const root = new URL(base + "/", location);
const field = document.querySelector("[data-search=query]");
const output = document.querySelector("[data-search=result]");
const [status, list] = output.children;
const SHOWN = 12; // pages
const ALIKE = 3; // how much more an entry weighs whose title or question is the query; the fewer words they share, the less

// Words that say nothing about what is sought.
const EMPTY = new Set(
  ("a about am an and any are as at be been but by can could did do does for from get give had has have he her his how i if in into is it its " +
   "let ll long may me mean means much must my new next no not of on one or our out please re s she should so t take tell than that the their " +
   "them then there these they this to up us ve want was we were what when where which who whom why will with would yes you your").split(" "),
);
// What readers type -> what the pages say.
const MEANT = {
  aide: "paraprofessional", badge: "badge micro", cert: "license", certification: "certification license", certificates: "records proof",
  ell: "english learners", elearning: "online", esp: "paraprofessional", expire: "expired deadlines", expires: "deadlines expired", hr: "district",
  licence: "license", licensure: "license", microcredential: "micro-credential badge", microcredentials: "micro-credential badge",
  nurse: "nurse", para: "paraprofessional", paras: "paraprofessional", pd: "pdps points", pdp: "pdps points", pdps: "pdps points",
  point: "pdps points", points: "pdps points", recert: "renew", recertify: "renew", recertification: "renew", sub: "substitute", sped: "special education", subs: "substitute",
};

/** The words of a query that say something, as the pages would put them. */
function understood(text) {
  const words = text.toLowerCase().replace(/micro[- ]credential/g, "microcredential").match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !EMPTY.has(word) && (word.length > 1 || /\d/.test(word)));
  return (telling.length ? telling : words).map((word) => (MEANT[word] ?? word).split(" "));
}

function load() {
  const script = document.createElement("script");
  script.src = new URL("assets/js/lunr.js", root);
  const library = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
  document.head.append(script);
  const index = fetch(new URL("search/search_index.json", root)).then((response) => response.json());
  return Promise.all([index, library]).then(([{ fields, docs }]) => {
    const { lunr } = window;
    const built = lunr(function () {
      this.pipeline.remove(lunr.stopWordFilter); // ours knows what says nothing here
      this.ref("number");
      for (const [name, boost] of Object.entries(fields)) this.field(name, { boost });
      docs.forEach((doc, number) => this.add({ number, ...doc }, { boost: doc.boost }));
    });
    const stems = (text) => understood(text).map((other) => other.map((word) => lunr.stemmer(new lunr.Token(word)).toString()));
    for (const doc of docs) doc.wordings = [doc.title, ...(doc.also ?? "").split(" | ")].map((words) => firsts(stems(words)));
    return { docs, built, stems };
  });
}

/** The words of a text, each as the pages would put it. */
const firsts = (stems) => new Set(stems.map((other) => other[0]));

/** How much of two sets of words they share: 1 if they are the same. */
function likeness(one, other) {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (one.size + other.size - shared);
}

/** Entries for a query, best first: how rare its words are and where they stand, how many of them are there, and
    how near the entry's name or question comes to the query. */
function find({ docs, built, stems: stems_of }, text) {
  const stems = stems_of(text), asked = firsts(stems);
  const found = built.query((query) => {
    for (const word of new Set(stems.flat())) {
      query.term(word, { usePipeline: false, boost: 10 });
      if (word.length > 2) query.term(word, { usePipeline: false, wildcard: 2 });
    }
  });
  return found
    .map(({ ref, score, matchData }) => {
      const there = Object.keys(matchData.metadata);
      const matched = stems.filter((other) => other.some((word) => there.some((term) => term.startsWith(word))));
      const like = Math.max(...docs[ref].wordings.map((words) => likeness(words, asked)));
      return { ...docs[ref], score: score * (1 + ALIKE * like ** 2) * (matched.length / stems.length) ** 2 };
    })
    .sort((a, b) => b.score - a.score);
}

const page_of = (hit) => hit.location.split("#")[0];

function show(found) {
  const pages = new Map(); // the page of the best entry comes first
  for (const hit of found) pages.set(page_of(hit), [...(pages.get(page_of(hit)) ?? []), hit]);
  const shown = [...pages.values()].slice(0, SHOWN);
  status.textContent = shown.length ? `${pages.size} ${pages.size === 1 ? "page" : "pages"}` : "Nothing found. Try other words.";
  list.replaceChildren(...shown.map((hits) => {
    const item = document.createElement("li");
    item.className = "md-search-result__item";
    item.append(entry(hits[0], "h1"), ...hits.slice(1, 3).map((hit) => entry(hit, "h2")));
    return item;
  }));
}

function entry(hit, level) {
  const link = document.createElement("a");
  link.className = "md-search-result__link";
  link.href = new URL(hit.location, root);
  const article = document.createElement("article");
  article.className = "md-search-result__article md-typeset";
  const heading = document.createElement(level);
  const text = document.createElement("p");
  heading.textContent = hit.title;
  text.textContent = hit.text;
  article.append(heading, text);
  link.append(article);
  return link;
}

const loaded = load();
const search = async () => {
  const all = await loaded.catch(() => null);
  if (!all) status.textContent = "The search could not be loaded. Try again later.";
  else if (understood(field.value).length) show(find(all, field.value));
  else {
    list.replaceChildren();
    status.textContent = "Type to start searching";
  }
  output.dataset.asked = field.value;
};
field.addEventListener("input", search);
field.form.addEventListener("reset", () => requestAnimationFrame(() => { search(); field.focus(); }));
field.closest(".md-search").addEventListener("keydown", (event) => {
  const links = [field, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
});

/** Goes to the first hit. */
export async function enter() {
  await search();
  list.querySelector("a")?.click();
}

search();
