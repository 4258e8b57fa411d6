// Lays the slides out once, 1280 x 720 pixels each, and then shows them one key press at a time.
"use strict";

const WIDTH = 1280, HEIGHT = 720, TOP = 92, BOTTOM = 684; // above and below stand the heading and the number
const SIZES = [26, 25, 24, 23, 22]; // of the text, in pixels: the first one with which a slide is no longer too tall
const LINES = { // of code and of what it prints; with the last one, lines wrap
    code: [21, 20, 19, 18], exercise: [26, 24, 22, 20], output: [22, 21, 20, 19, 18, 17, 16, 15],
};
const CALM = 0.72; // the share of a slide that may be filled with more than one thought
const HEADINGS = "h2, [data-kind=title], [data-kind=section], [data-kind=subsection]";

const main = document.querySelector("main");
const kind = block => block?.dataset.kind || "";
const blocksOf = section => [...section.children].filter(block => block.tagName !== "H2" && block.tagName !== "FOOTER");
const bottomOf = section => Math.max(0, ...blocksOf(section).map(block => block.offsetTop + block.offsetHeight));

// ------------------------------------------------------------------------------------------------ laying out

function layOut() {
    setFormulas(main);
    keepPunctuation();
    for (const block of document.querySelectorAll("[data-kind]"))
        if (LINES[kind(block)]) fitLines(block, LINES[kind(block)]);
    for (const heading of document.querySelectorAll("h2")) narrow(heading);
    for (const section of document.querySelectorAll("section"))
        if (!join(section.previousElementSibling, section) && !fitsSomehow(section)) cut(section);
    let heading;
    for (const [number, section] of document.querySelectorAll("section").entries()) {
        const own = section.querySelector("h2");
        heading = own || heading;
        if (!own && heading) {
            const again = heading.cloneNode(true);
            again.className = "again";
            again.style.fontSize = "";
            section.prepend(again);
        }
        const footer = document.createElement("footer");
        footer.textContent = number + 1;
        section.append(footer);
        numberSteps(section);
    }
}

function fits(section, size) {
    section.style.fontSize = `${size}px`;
    for (const block of blocksOf(section)) {
        if (kind(block) === "steps") fitSteps(block);
        else if (kind(block) === "picture") fitPicture(block);
        else if (!LINES[kind(block)]) narrow(block);
    }
    return bottomOf(section) <= BOTTOM;
}

const fitsSomehow = section => SIZES.some(size => fits(section, size));

// A short thought that would begin a slide comes at a key press on the one before, where that leaves room; and so does
// a question after the words that lead to it, and a picture if it need not be smaller for that. Nothing comes below a
// question, an exercise or a picture.
function join(before, section) {
    const blocks = blocksOf(section), begun = before && before.querySelector("h2, h3");
    if (!{ "run-in": before, predict: begun, exercise: begun, picture: begun }[kind(blocks[0])]
        || ["predict", "exercise", "picture"].includes(kind(blocksOf(before).at(-1)))) return false;
    before.append(...blocks);
    const image = kind(blocks[0]) === "picture" && blocks[0].querySelector("img");
    const room = image ? 1 : CALM;
    if (fits(before, SIZES[0]) && bottomOf(before) <= TOP + room * (BOTTOM - TOP)
        && (!image || image.offsetWidth >= image.getAttribute("width"))) {
        blocks[0].dataset.ownStep = "";
        section.remove();
        return true;
    }
    section.append(...blocks);
    fitsSomehow(before);
    return false;
}

// A full stop behind a formula does not begin a line.
function keepPunctuation() {
    for (const formula of document.querySelectorAll("section .katex")) {
        const around = formula.parentElement, after = around.nextSibling;
        const stop = after && after.nodeType === Node.TEXT_NODE && /^[.,;:?!)]+/.exec(after.data);
        if (!stop || around.className || formula.offsetWidth > 400) continue;
        after.data = after.data.slice(stop[0].length);
        around.append(stop[0]);
        around.style.whiteSpace = "nowrap";
    }
}

// The largest of these sizes with which no line is too wide. Where there is none, lines wrap.
function fitLines(block, sizes) {
    const texts = [...block.querySelectorAll("pre")];
    texts.forEach(text => text.style.whiteSpace = "pre");
    for (const size of sizes) {
        block.style.fontSize = `${size}px`;
        if (block.scrollWidth <= block.clientWidth) return;
    }
    texts.forEach(text => text.style.whiteSpace = "");
}

function fitSteps(block) {
    block.style.fontSize = "";
    block.classList.remove("below");
    if (block.scrollWidth > block.clientWidth) block.classList.add("below");
    narrow(block);
}

// Makes a formula or a table that is too wide smaller.
function narrow(block) {
    if (block.style.fontSize) block.style.fontSize = "";
    let size;
    while (tooWide(block) && !(size < 8)) {
        size = 0.98 * (size || parseFloat(getComputedStyle(block).fontSize));
        block.style.fontSize = `${size}px`;
    }
}

function tooWide(block) {
    const room = block.parentElement.clientWidth - 88;
    return block.scrollWidth > room || block.offsetWidth > room
        || [...block.querySelectorAll(".katex-display .katex-html")].some(formula => formula.scrollWidth > room);
}

// A picture as large as it can be with its See below it, or beside it.
function fitPicture(block) {
    const image = block.querySelector("img"), see = block.querySelector("[data-kind=see]");
    const [width, height] = [image.getAttribute("width"), image.getAttribute("height")].map(Number);
    const room = [block.parentElement.clientWidth - 88, BOTTOM - block.offsetTop];
    const ways = [[false, room[0]], ...[300, 340, 380, 420, 460].map(column => [true, column])].map(([beside, column]) => {
        block.classList.toggle("beside", beside);
        if (see) see.style.width = `${column}px`;
        const text = see ? see.offsetHeight : 0;
        const [w, h] = beside ? [room[0] - column - 28, room[1]] : [room[0], room[1] - text - (see ? 14 : 0)];
        const share = beside && (text > room[1] || !see) ? 0 : Math.min(w / width, h / height, 1.35);
        return { beside, column, share: Math.max(share, 0.1), rank: share + (beside ? 0 : 0.1) };
    });
    const best = ways.reduce((a, b) => b.rank > a.rank ? b : a);
    block.classList.toggle("beside", best.beside);
    if (see) see.style.width = `${best.column}px`;
    image.style.width = `${width * best.share}px`;
    image.style.height = `${height * best.share}px`;
}

// What cannot be cut: a paragraph, a step of a derivation, a piece of code, a row of a table, ...
function pieces(section) {
    return blocksOf(section).flatMap(block => {
        const inside = { steps: "div", code: "pre", exercise: "pre" }[kind(block)]
            || { UL: ":scope > li", OL: ":scope > li", TABLE: "tbody > tr" }[block.tagName];
        const parts = inside ? [...block.querySelectorAll(inside)] : [block];
        return parts.map((part, place) => ({
            part, block, place, first: place === 0,
            withNext: "withNext" in block.dataset && place === parts.length - 1,
        }));
    });
}

// Continues a slide that is too tall on others.
function cut(section) {
    const plans = [SIZES[2], SIZES.at(-1)].map(size => {
        fits(section, size);
        return { size, ...plan(section) };
    });
    const { size, all, best } = plans.reduce((a, b) => b.best.at(-1).cost < a.best.at(-1).cost ? b : a);
    fits(section, size);
    for (let end = all.length, from; (from = best[end].from) > 0; end = from) {
        const range = document.createRange();
        range.setStartBefore(all[from].first ? all[from].block : all[from].part);
        range.setEndAfter(section.lastElementChild);
        const rest = section.cloneNode(false);
        rest.append(range.extractContents()); // a block that is cut in two keeps its element on both slides
        section.after(rest);
        const list = rest.firstElementChild;
        if (all[from].first) continue;
        if (list.tagName === "OL") list.start = all[from].place + 1;
        if (list.tagName === "TABLE") list.prepend(section.lastElementChild.querySelector("thead").cloneNode(true));
    }
}

// Where to cut: few slides, no block torn apart without need, none nearly empty.
function plan(section) {
    const all = pieces(section), best = [{ cost: 0, from: 0 }];
    for (const piece of all) {
        const { top, bottom } = piece.part.getBoundingClientRect();
        const head = piece.first ? 0 : piece.block.querySelector("thead")?.offsetHeight || 0; // it is repeated
        Object.assign(piece, { top: top - head, bottom });
    }
    const room = BOTTOM - TOP - 20; // the edges of a piece of code
    for (let end = 1; end <= all.length; end++) {
        best[end] = { cost: Infinity };
        for (let from = end - 1; from >= 0; from--) {
            const height = all[end - 1].bottom - all[from].top;
            if (height > room && from < end - 1) break;
            let cost = best[from].cost + 1 + 0.4 * (1 - Math.min(height / room, 1)) ** 2;
            if (end < all.length && !all[end].first) cost += kind(all[end].block) === "steps" ? 1.2 : 0.5;
            if (end < all.length && all[end - 1].withNext) cost += 0.9;
            if (cost < best[end].cost) best[end] = { cost, from };
        }
    }
    return { all, best };
}

// A step of a derivation, an output and what a picture shows come at a key press of their own, with what follows.
function numberSteps(section) {
    let step = 0, any = false;
    const parts = pieces(section).flatMap(({ part, block }) =>
        kind(block) === "picture" ? [block.querySelector("img"), block.querySelector("[data-kind=see]") || []].flat() : [part]);
    for (const part of parts) {
        const waits = kind(part.parentElement) === "steps" || ["output", "see"].includes(kind(part))
            || "ownStep" in part.dataset || (kind(part.parentElement) && "ownStep" in part.parentElement.dataset
                && !part.previousElementSibling);
        if (waits && any) step++;
        part.dataset.step = step;
        any = any || !part.matches(HEADINGS);
    }
    section.dataset.steps = step;
}

// --------------------------------------------------------------------------------------------------- showing

let slides = [], slide = 0, step = 0, noting;

function show(newSlide, newStep) {
    slide = Math.min(Math.max(newSlide, 0), slides.length - 1);
    step = Math.min(Math.max(newStep, 0), Number(slides[slide].dataset.steps));
    for (const [number, section] of slides.entries()) section.classList.toggle("current", number === slide);
    for (const part of slides[slide].querySelectorAll("[data-step]"))
        part.classList.toggle("later", Number(part.dataset.step) > step);
    document.querySelector("#contents").classList.remove("open");
    clearTimeout(noting);
    noting = setTimeout(() => history.replaceState(null, "", `#${slide + 1}`), 300); // browsers refuse hundreds in a row
}

const next = () => step < slides[slide].dataset.steps ? show(slide, step + 1) : slide < slides.length - 1 && show(slide + 1, 0);
const back = () => step > 0 ? show(slide, step - 1) : slide > 0 && show(slide - 1, Infinity);
const KEYS = {
    ArrowRight: next, PageDown: next, " ": next, Enter: next,
    ArrowLeft: back, PageUp: back, Backspace: back,
    ArrowDown: () => step < slides[slide].dataset.steps ? show(slide, Infinity) : show(slide + 1, 0),
    ArrowUp: () => show(slide - 1, 0),
    Home: () => show(0, 0), End: () => show(slides.length - 1, Infinity),
    o: () => document.querySelector("#contents").classList.toggle("open"),
};

function contents() {
    const page = document.createElement("nav");
    page.id = "contents";
    slides.forEach((section, number) => {
        const heading = section.querySelector("h1, h2:not(.again)");
        if (!heading) return;
        const link = document.createElement("a");
        link.href = `#${number + 1}`;
        link.innerHTML = heading.innerHTML;
        page.append(link);
    });
    const help = document.createElement("p");
    help.textContent = "→ next, ← back, ↓ next slide, ↑ slide before, O these contents, F11 full screen";
    page.append(help);
    main.append(page);
}

function resize() {
    const scale = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
    const [x, y] = [(innerWidth - WIDTH * scale) / 2, (innerHeight - HEIGHT * scale) / 2];
    main.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
}

// Fonts first: only then are the heights right.
Promise.all([...document.fonts].map(font => font.load())).then(() => {
    layOut();
    slides = [...document.querySelectorAll("section")];
    contents();
    resize();
    const there = () => show((parseInt(location.hash.slice(1)) || 1) - 1, 0);
    there();
    addEventListener("resize", resize);
    addEventListener("hashchange", there);
    addEventListener("keydown", event => {
        const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        action();
    });
    document.documentElement.dataset.ready = "";
});
