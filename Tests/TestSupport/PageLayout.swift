/// How a page is laid out in a browser.
package struct PageLayout: Decodable {
    package var width: Int
    /// Pixels by which it is wider than the window.
    package var overflow: Int
    /// Number of texts in drawings.
    package var texts: Int
    /// Texts that stand outside their drawing, or over each other.
    package var outside: [String]
    package var overlapping: [String]
    /// Texts whose contrast is below 4.5.
    package var pale: [String]
    package var ground: String

    package init(of html: String, in browser: Browser) throws {
        self = try browser.value(Self.self, of: Self.script, in: html)
    }

    /// Sizes are of what is displayed; colours are compared as WCAG 2 does.
    private static let script = """
        const texts = [...document.querySelectorAll('svg[viewBox] text')].filter(t => t.getClientRects().length);
        const box = t => { const b = t.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height] };
        const outside = texts.filter(t => {
          const v = t.ownerSVGElement.viewBox.baseVal, b = box(t);
          return b[0] < v.x - .5 || b[1] < v.y - .5 || b[2] > v.x + v.width + .5 || b[3] > v.y + v.height + .5;
        }).map(t => t.textContent);
        const overlapping = [];
        for (const svg of new Set(texts.map(t => t.ownerSVGElement))) {
          const boxes = [...svg.querySelectorAll('text')].map(t => [t, box(t)]);
          boxes.forEach(([t, a], i) => boxes.slice(i + 1).forEach(([u, b]) => {
            if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] - 2 && b[1] < a[3] - 2)
              overlapping.push(t.textContent + ' / ' + u.textContent);
          }));
        }
        const parse = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => {
          const [r, g, b] = parse(c).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
          return .2126 * r + .7152 * g + .0722 * b;
        };
        const ground = e => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if ((parse(c)[3] ?? 1) > 0) return c;
          }
          return 'rgb(255, 255, 255)';
        };
        const pale = [];
        for (const e of document.body.querySelectorAll('*')) {
          if (![...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) || !e.getClientRects().length) continue;
          if (e.tagName == 'SCRIPT') continue;
          const style = getComputedStyle(e), letters = e.ownerSVGElement ? style.fill : style.color;
          const [a, b] = [light(letters), light(ground(e))].sort((x, y) => y - x);
          if ((a + .05) / (b + .05) < 4.5) pale.push(e.tagName + '.' + e.getAttribute('class') + ' ' + letters + ' on ' + ground(e));
        }
        return {
          width: innerWidth, overflow: document.documentElement.scrollWidth - innerWidth, texts: texts.length,
          outside, overlapping, pale: [...new Set(pale)], ground: getComputedStyle(document.body).backgroundColor,
        };
        """
}
