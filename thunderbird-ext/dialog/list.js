/* A list of any length that draws only the rows in sight: 4,500 recipients open as fast as four. Rows have one height, which the style sheet
 * says (--row), so that a short list is drawn without measuring anything; screen readers are told position and length. */

const SPARE = 12; /* rows drawn above and below what is in sight */
const SMALL = 60; /* a list this short is drawn whole: nothing to gain, and every row can be found and read at once */

export class VirtualList {
  /* draw(element, index) fills one row */
  constructor(box) {
    this.box = box;
    this.space = document.createElement("div");
    this.space.className = "space";
    this.space.setAttribute("role", "presentation");
    this.box.replaceChildren(this.space);
    this.first = -1;
    this.last = -1;
    this.box.addEventListener("scroll", () => this.paint());
    new ResizeObserver(() => this.paint()).observe(this.box);
  }

  set(count, draw) {
    this.count = count;
    this.draw = draw;
    this.first = -1;
    this.space.style.height = `calc(${count} * var(--row))`;
    this.paint();
  }

  paint() {
    if (!this.draw) {
      return;
    }
    let first = 0;
    let last = this.count;
    if (this.count > SMALL) {
      const height = this.space.getBoundingClientRect().height / this.count || 30;
      first = Math.max(0, Math.floor(this.box.scrollTop / height) - SPARE);
      last = Math.min(this.count, Math.ceil((this.box.scrollTop + this.box.clientHeight) / height) + SPARE);
    }
    if (first === this.first && last === this.last) {
      return;
    }
    this.first = first;
    this.last = last;
    const rows = [];
    for (let i = first; i < last; i++) {
      const row = document.createElement("div");
      row.className = "row";
      row.style.top = `calc(${i} * var(--row))`;
      row.setAttribute("role", "listitem");
      row.setAttribute("aria-posinset", i + 1);
      row.setAttribute("aria-setsize", this.count);
      this.draw(row, i);
      rows.push(row);
    }
    this.space.replaceChildren(...rows);
  }
}
