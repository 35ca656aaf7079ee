import Testing

@testable import Reporting

struct MarkLabelsTests {
    private let box = Plot.Box(left: 50, top: 30, width: 300, height: 200)

    @Test func labelsStayInsideAndApart() {
        let points = [(50.0, 30.0), (350, 30), (350, 230), (50, 230), (200, 100), (200, 100), (201, 101)]
            .map { Trace.Point(x: $0.0, y: $0.1) }
        var labels = MarkLabels(in: box, marks: points)
        var areas: [Plot.Box] = []
        for point in points {
            guard let place = labels.place("working point", at: point) else { continue }
            let width = SVG.width(of: place.text)
            let left = place.anchor == "start" ? place.x : place.x - width
            let area = Plot.Box(left: left, top: place.y - 12, width: width, height: 16)
            #expect(area.left >= box.left && area.right <= box.right + 16)
            #expect(area.top >= box.top && area.bottom <= box.bottom)
            #expect(!areas.contains(where: area.overlaps))
            areas.append(area)
        }
        #expect(areas.count == points.count)
    }

    @Test func labelsAvoidLines() {
        let point = Trace.Point(x: 200, y: 130)
        let rising = Trace(points: [point, Trace.Point(x: 350, y: 115)])
        var labels = MarkLabels(in: box, marks: [point], lines: [rising])
        let place = labels.place("here", at: point)
        #expect((place?.y ?? 0) > 130, "below the line")
    }

    @Test func veryManyMarksAreNotAllLabelled() throws {
        let points = (0..<5000).map { LineChart.Point(Double($0), Double($0)) }
        let chart = LineChart(
            "t", caption: "c", x: Axis("x"), y: Axis("y"), series: [.init("s", points)],
            marks: points.map { .init("here", at: $0) })
        let labels = chart.drawing(.wide).markup(style: "wide").split(separator: ">here<")
        #expect((2...51).contains(labels.count))
    }
}
