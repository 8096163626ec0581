/* A list of any length that draws only the rows in sight: 4,500 recipients open as fast as four. Rows have one height; screen readers are
 * told position and length. */

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
    this.box.addEventListener("scroll", () => this.paint(false));
    new ResizeObserver(() => this.paint(true)).observe(this.box);
  }

  set(count, draw) {
    this.count = count;
    this.draw = draw;
    this.paint(true);
  }

  rowHeight() {
    const probe = document.createElement("div");
    probe.className = "row";
    this.space.append(probe);
    const height = probe.getBoundingClientRect().height;
    probe.remove();
    return height || 30;
  }

  paint(anew) {
    if (!this.draw) {
      return;
    }
    if (anew) {
      this.height = this.rowHeight();
      this.space.style.height = `${this.height * this.count}px`;
    }
    let first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - SPARE);
    let last = Math.min(this.count, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + SPARE);
    if (this.count <= SMALL) {
      first = 0;
      last = this.count;
    }
    if (!anew && first === this.first && last === this.last) {
      return;
    }
    this.first = first;
    this.last = last;
    const rows = [];
    for (let i = first; i < last; i++) {
      const row = document.createElement("div");
      row.className = "row";
      row.style.top = `${i * this.height}px`;
      row.setAttribute("role", "listitem");
      row.setAttribute("aria-posinset", i + 1);
      row.setAttribute("aria-setsize", this.count);
      this.draw(row, i);
      rows.push(row);
    }
    this.space.replaceChildren(...rows);
  }
}
