import Foundation
import Reporting
import Testing

struct PageTests {
    @Test func write() throws {
        let html = try SamplePage.page.html()
        try html.write(toFile: "/tmp/sample.html", atomically: true, encoding: .utf8)
        print(html.utf8.count)
    }
}
