/// What a ``Section`` can hold.
package enum Content: Sendable {
    case paragraph(String)
    case table(Table)
    case lineChart(LineChart)
    case histogram(Histogram)
    case barChart(BarChart)
    case heatMap(HeatMap)
    case confusion(ConfusionTable)
    case sequences(SequenceList)

    /// - Throws: only if a template of ours is wrong.
    func markup() throws -> String {
        switch self {
        case .paragraph(let text): "<p>" + text.asHTML + "</p>"
        case .table(let table): try table.markup()
        case .lineChart(let chart): try chart.markup()
        case .histogram(let chart): try chart.markup()
        case .barChart(let chart): try chart.markup()
        case .heatMap(let map): try map.markup()
        case .confusion(let table): try table.markup()
        case .sequences(let list): try list.markup()
        }
    }
}
