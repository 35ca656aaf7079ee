/// How a page looks: in light and dark, on wide and narrow windows, on paper.
///
/// Text has a contrast of at least 4.5 to 1 on whatever is behind it, which a test measures in a browser. The colours of
/// series differ for colour-blind readers (after Okabe and Ito), and never alone: dashes and dots differ with them.
enum Stylesheet {
    static let text = [colours, page, tables, charts, sequences, narrow, paper].joined(separator: "\n")

    private static let colours = """
        :root {
          color-scheme: light dark;
          --ground: #fbfbfa; --raised: #ffffff; --ink: #1c2430; --faint: #566170; --edge: #d9dde3; --accent: #0b5cad;
          --strong: #e8f1fb; --right: #e4f3ec; --wrong: #fceae3; --grid: #e4e7ec; --reference: #7a8491;
          --s0: #0b62b0; --s1: #c2410c; --s2: #00785a; --s3: #8f3f97; --s4: #866000; --s5: #4a5361;
          --h0: #f0f6fc; --h1: #dbe9f6; --h2: #c0d8ef; --h3: #9dc3e4; --h4: #74a9d6; --h5: #4d8cc4; --h6: #2f70ae;
          --h7: #1b5493; --h8: #0c3a6e; --on-low: #0a1626; --on-high: #ffffff; --on-5: #0a1626; --on-4: #0a1626;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ground: #12161c; --raised: #1a2028; --ink: #e7ebf0; --faint: #a3adba; --edge: #333c48; --accent: #7db8f5;
            --strong: #1d3147; --right: #17352a; --wrong: #43261a; --grid: #2a323d; --reference: #8a95a3;
            --s0: #6bb2f5; --s1: #ff9a62; --s2: #45cfa5; --s3: #dc9fe4; --s4: #e3bf4b; --s5: #c5ccd5;
            --h0: #17222f; --h1: #19324a; --h2: #1d4468; --h3: #255a89; --h4: #3071a6; --h5: #4d8fc4; --h6: #74aedb;
            --h7: #a3cbea; --h8: #d3e6f6; --on-low: #ffffff; --on-high: #0a1626; --on-5: #0a1626; --on-4: #ffffff;
          }
        }
        """

    private static let page = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
        body { margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 52rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .6rem; letter-spacing: -.01em; text-wrap: balance; }
        h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; }
        h3 { font-size: 1rem; margin: 0 0 .35rem; }
        p { margin: .6rem 0; max-width: 68ch; }
        a { color: var(--accent); text-underline-offset: .15em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .lead { font-size: 1.15rem; margin: 0 0 1.4rem; }
        .note, .nothing, figcaption, caption { color: var(--faint); font-size: .9rem; }
        .facts { margin: 0; padding: .9rem 1.1rem; border: 1px solid var(--edge); border-radius: .5rem;
          background: var(--raised); display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .3rem 1.4rem;
          font-size: .9rem; }
        .facts div { display: contents; }
        .facts dt { color: var(--faint); }
        .facts dd { margin: 0; font-variant-numeric: tabular-nums; }
        nav { margin-top: 2rem; font-size: .92rem; }
        nav h2 { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--faint); margin: 0 0 .4rem; }
        nav ol { margin: 0; padding: 0; list-style: none; }
        nav li { margin: .3rem 0; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        section { padding-top: 2rem; margin-top: 2rem; border-top: 1px solid var(--edge); }
        main > :first-child { border-top: 0; margin-top: 0; }
        @media screen and (min-width: 72rem) {
          body:has(.listed) { max-width: 70rem; }
          .listed { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 3rem; }
          .listed nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; }
        }
        """

    private static let tables = """
        .scroll { overflow-x: auto; margin: 1.1rem 0; max-width: 100%; }
        table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
        caption { text-align: left; padding: 0 0 .5rem; position: sticky; left: 0;
          max-width: min(68ch, calc(100vw - 2.5rem)); overflow-wrap: anywhere; }
        th, td { padding: .4rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--edge); }
        td { max-width: 30rem; overflow-wrap: break-word; }
        thead th { color: var(--faint); font-weight: 600; border-bottom: 2px solid var(--edge); vertical-align: bottom; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        th.number { white-space: normal; } .short { white-space: nowrap; }
        tr.highlighted td { background: var(--strong); font-weight: 600; }
        tr.highlighted td:first-child { box-shadow: inset 3px 0 var(--accent); }
        table.confusion { border-collapse: separate; border-spacing: .3rem; margin-left: -.3rem; }
        .confusion th, .confusion td { border: 0; }
        .confusion tbody th { font-weight: 600; color: var(--faint); vertical-align: middle; }
        .confusion tbody td { padding: .7rem 1rem; border-radius: .35rem; min-width: 8.5rem; }
        .confusion b { display: block; font-size: 1.35rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .confusion small { display: block; color: var(--faint); font-size: .8rem; }
        .right { background: var(--right); } .wrong { background: var(--wrong); }
        table.heat { border-collapse: separate; border-spacing: 2px; }
        .heat th, .heat td { border: 0; padding: .4rem .6rem; }
        .heat thead th, .heat tbody th { font-weight: 600; color: var(--faint); white-space: nowrap; }
        .heat tbody td, .heat thead th + th, .heat thead td + th { text-align: center; }
        .heat tbody td { border-radius: .2rem; min-width: 4.4rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .heat .best { font-weight: 700; outline: 2.5px solid var(--s1); outline-offset: -1px; }
        .h0, .h1, .h2, .h3 { color: var(--on-low); } .h6, .h7, .h8 { color: var(--on-high); }
        .h4 { color: var(--on-4); } .h5 { color: var(--on-5); } .blank { color: var(--faint); }
        .h0 { background: var(--h0); } .h1 { background: var(--h1); } .h2 { background: var(--h2); }
        .h3 { background: var(--h3); } .h4 { background: var(--h4); } .h5 { background: var(--h5); }
        .h6 { background: var(--h6); } .h7 { background: var(--h7); } .h8 { background: var(--h8); }
        .shades { display: flex; align-items: center; gap: 0; font-size: .8rem; color: var(--faint); margin: -.4rem 0 .4rem; }
        .shades i { width: 1.4rem; height: .7rem; } .shades span { padding: 0 .5rem 0 0; }
        .shades i + span { padding: 0 0 0 .5rem; }
        .shades, .number, .facts dd { font-variant-numeric: tabular-nums; }
        """

    private static let charts = """
        .chart { margin: 1.8rem 0; }
        figure { margin: 0; }
        figcaption { margin-top: .5rem; max-width: 68ch; }
        svg { display: block; }
        .drawing { padding: .9rem .9rem .5rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--raised); }
        .drawing svg.wide { width: 100%; height: auto; }
        .drawing svg.narrow { display: none; width: 100%; height: auto; max-width: 30rem; margin: 0 auto; }
        svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          fill: var(--faint); font-variant-numeric: tabular-nums; }
        svg .title { fill: var(--ink); font-weight: 600; }
        svg .label { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--raised); stroke-width: 4px;
          stroke-linejoin: round; }
        .grid { stroke: var(--grid); } .axis { stroke: var(--reference); }
        .reference { stroke: var(--reference); stroke-dasharray: 2 4; stroke-width: 1.5; fill: none; }
        .threshold { stroke: var(--ink); stroke-width: 1.5; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .d1 { stroke-dasharray: 8 4; } .d2 { stroke-dasharray: 2.5 3; } .d3 { stroke-dasharray: 11 3 2.5 3; }
        .d4 { stroke-dasharray: 16 4; }
        .line.s0 { stroke: var(--s0); } .line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); }
        .line.s3 { stroke: var(--s3); } .line.s4 { stroke: var(--s4); } .line.s5 { stroke: var(--s5); }
        .fill { fill-opacity: .22; }
        .fill.s0, .dot.s0 { fill: var(--s0); } .fill.s1, .dot.s1 { fill: var(--s1); } .fill.s2, .dot.s2 { fill: var(--s2); }
        .fill.s3, .dot.s3 { fill: var(--s3); } .fill.s4, .dot.s4 { fill: var(--s4); } .fill.s5, .dot.s5 { fill: var(--s5); }
        .leader { stroke: var(--faint); }
        .mark { fill: var(--raised); stroke: var(--ink); stroke-width: 2.5; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: 0 0 .6rem; padding: 0; list-style: none;
          font-size: .87rem; }
        .legend li { display: flex; align-items: center; gap: .5rem; }
        .legend svg { flex: none; width: 36px; height: 14px; }
        .bars { display: grid; grid-template-columns: minmax(0, max-content) minmax(6rem, 1fr) max-content; gap: .3rem .8rem;
          align-items: center; font-size: .87rem; padding-bottom: .4rem; }
        .bars .name { text-align: right; max-width: 20rem; } .bars svg { width: 100%; height: 1.5rem; overflow: visible; }
        .bar { fill: var(--s0); }
        .bars .nothing { grid-column: 1 / -1; }
        """

    private static let sequences = """
        .sequence { margin: 1rem 0; padding: .9rem 1.1rem; border: 1px solid var(--edge); border-radius: .5rem;
          background: var(--raised); }
        .sequence h3 { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .95rem; }
        .sequence p { margin: .3rem 0; max-width: none; }
        .verdict { font-size: .92rem; font-variant-numeric: tabular-nums; }
        .chips { display: flex; flex-wrap: wrap; gap: .3rem; font-size: .8rem; }
        .chips span { padding: .05rem .5rem; border-radius: .3rem; background: var(--strong); }
        .sequence summary { cursor: pointer; color: var(--accent); font-size: .9rem; width: max-content; }
        .sequence ol { margin: .4rem 0 0; padding-left: 2.4rem; font-size: .88rem; }
        .sequence li { padding: .1rem 0; } .sequence li::marker { color: var(--faint); }
        .sequence li span { color: var(--faint); } .sequence li i { font-style: normal; font-weight: 600; }
        """

    private static let narrow = """
        @media screen and (max-width: 44rem) {
          .drawing svg.wide { display: none; } .drawing svg.narrow { display: block; }
        }
        @media screen and (max-width: 36rem) {
          body { padding: 1.5rem 1rem 3rem; }
          h1 { font-size: 1.6rem; }
          .facts { grid-template-columns: 1fr; gap: 0; }
          .facts dd { margin-bottom: .5rem; }
          .confusion tbody td { min-width: 0; padding: .6rem .7rem; } .confusion th { padding: .3rem .4rem; }
          .drawing { padding: .6rem .3rem .3rem; }
          .bars { grid-template-columns: minmax(4rem, 1fr) max-content; gap: .1rem .8rem; padding: 0 .4rem .4rem; }
          .bars .name { text-align: left; grid-column: 1 / -1; } .bars svg { height: 1.2rem; margin-bottom: .3rem; }
        }
        """

    /// Closed details are printed open: paper cannot be clicked.
    private static let paper = """
        @media print {
          :root { color-scheme: light; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          html { font-size: 9.5pt; }
          body { max-width: none; padding: 0; background: none; }
          table { font-size: 8pt; } th, td { padding: .25rem .4rem; overflow-wrap: anywhere; }
          .short { white-space: normal; } .scroll { overflow: visible; }
          section { margin-top: 1.2rem; padding-top: 1.2rem; }
          nav, summary { display: none; }
          .chart, .sequence, tr, figure { break-inside: avoid; }
          h2, h3 { break-after: avoid; }
          details::details-content { content-visibility: visible; height: auto; display: block; }
        }
        """
}
