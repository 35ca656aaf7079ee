/// What every chart has around it: a title, a legend, a caption, and its content in words for who cannot see it.
///
/// The title stands before the figure, for what is in a picture is no heading to a screen reader.
struct Figure: Sendable {
    var title: String
    var caption: String
    /// What a screen reader says beside title and caption.
    var summary: String
    var legend = Legend(items: [])
    /// Markup of ours.
    var drawing: String

    func markup() throws -> String {
        struct Values {
            var title: String
            var caption: String
            var label: String
            var legend: String
            var drawing: String
        }
        return try Self.template.filled(
            with: Values(
                title: title, caption: caption,
                label: [title, caption, summary].filter { !$0.isEmpty }.map { $0.last == "." ? $0 : $0 + "." }
                    .joined(separator: " "),
                legend: legend.markup(), drawing: drawing))
    }

    private static let template = HTMLTemplate(
        """
        <div class="chart">
        <h3>{{title}}</h3>
        <figure role="img" aria-label="{{label}}">
        {{{legend}}}
        <div class="drawing">{{{drawing}}}</div>
        <figcaption>{{caption}}</figcaption>
        </figure>
        </div>
        """)
}
