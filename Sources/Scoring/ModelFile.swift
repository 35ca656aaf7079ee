import FoundationEssentials
import Records

/// A model as a file, byte by byte in docs/FORMATS.md.
package enum ModelFile {
    package static let format = "blockwatch.model/1"
    private static let maxTemplates = 1000
    private static let maxTemplateGaps = 255

    /// - Throws: `FileError`; `DataFault` where the file is no model of this format, says what and where.
    package static func read(path: String) throws -> Model {
        try decode(try WholeFile.read(path), place: path)
    }

    /// The same model gives the same bytes.
    package static func encode(_ model: Model) throws -> [UInt8] {
        let shape = model.weights.shape
        var tensors: [String: Safetensors.Tensor] = [:]
        for parameter in shape.parameters {
            tensors[parameter.name] = Safetensors.Tensor(
                shape: parameter.dimensions, values: Array(model.weights.values[parameter.range]))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        var metadata = model.notes
        metadata["format"] = format
        metadata["name"] = model.name
        metadata["architecture"] = shape.architecture
        metadata["architecture_in_words"] = shape.architectureInWords
        metadata["vocabulary"] = try json((0..<EventKind.vocabularySize).map { EventKind(rawValue: UInt8($0)).name })
        metadata["templates"] = try json(model.templates.map { [$0.kind.name, $0.text] })
        metadata["required_events"] = try json(model.requiredEvents.map(\.name))
        metadata["threshold"] = "\(model.threshold)"
        let file = Safetensors(metadata: metadata, tensors: tensors)
        metadata[checksumKey] = file.digest
        return try Safetensors(metadata: metadata, tensors: tensors).encoded()
    }

    /// - Parameter place: how errors name the file.
    package static func decode(_ bytes: [UInt8], place: String) throws -> Model {
        let file = try Safetensors(bytes, place: place)
        let metadata = Metadata(values: file.metadata, place: place)
        guard file.metadata["format"] == format else {
            let found = file.metadata["format"].map { "\"\($0)\"" } ?? "none"
            throw DataFault(
                place: place,
                what: "this version reads models of the format \(format), and the file's is \(found); train it anew")
        }
        if let checksum = file.metadata[checksumKey] {
            var bare = file
            bare.metadata[checksumKey] = nil
            guard checksum == bare.digest else {
                throw DataFault(
                    place: place, what: "the checksum is wrong: the file was changed or damaged; train or copy it anew")
            }
        }
        let vocabulary = try metadata.decode([String].self, "vocabulary")
        guard vocabulary == (0..<EventKind.vocabularySize).map({ EventKind(rawValue: UInt8($0)).name }) else {
            throw metadata.fault("vocabulary", "is another than padding, E1 to E30, unknown")
        }
        var model = Model(
            weights: try weights(of: file, metadata), name: try metadata.text("name"),
            threshold: try threshold(metadata),
            requiredEvents: try metadata.decode([String].self, "required_events").map { try metadata.event($0) },
            templates: try metadata.decode([[String]].self, "templates").map { pair in
                guard pair.count == 2 else { throw metadata.fault("templates", "does not pair names and texts") }
                return Model.Template(kind: try metadata.event(pair[0]), text: pair[1])
            },
            notes: file.metadata.filter { !reserved.contains($0.key) })
        guard model.templates.count <= maxTemplates else {
            throw metadata.fault("templates", "are \(model.templates.count); at most \(maxTemplates) are read")
        }
        for template in model.templates where template.text.split(separator: "<*>").count > maxTemplateGaps {
            throw metadata.fault("templates", "has one for \(template.kind) with more than \(maxTemplateGaps) gaps")
        }
        model.sha256 = Digest.sha256(bytes)
        return model
    }

    private static let reserved: Set<String> = [
        "format", "name", "architecture", "architecture_in_words", "vocabulary", "templates", "required_events",
        "threshold", checksumKey,
    ]
    /// Of everything else in the file; a file without it, as other programs write it, is taken as it is.
    private static let checksumKey = "checksum"

    private static func threshold(_ metadata: Metadata) throws -> Float {
        guard let threshold = Float(try metadata.text("threshold")), threshold >= 0, threshold <= 1 else {
            throw metadata.fault("threshold", "is no number from 0 to 1")
        }
        return threshold
    }

    private static func weights(of file: Safetensors, _ metadata: Metadata) throws -> Weights {
        let place = metadata.place
        let architecture = try metadata.text("architecture")
        guard var shape = ModelShape(architecture: architecture) else {
            throw metadata.fault("architecture", "is \"\(architecture)\", which this version does not know")
        }
        /// The size of a tensor's dimension; 0 where it is missing or misshapen, which no shape has.
        func size(_ name: String, _ dimension: Int) -> Int {
            file.tensors[name].flatMap { dimension < $0.shape.count ? $0.shape[dimension] : nil } ?? 0
        }
        shape.embedding = size("embedding.weight", 1)
        shape.hidden = size("\(shape.cell.rawValue).weight_hh_l0", 1)
        if shape.dense > 0 { shape.dense = size("dense.bias", 0) }
        for (name, size) in [("embedding", shape.embedding), ("recurrent", shape.hidden), ("dense", shape.dense)]
        where size > 4096 || (size == 0 && (name != "dense" || architecture.contains("dense"))) {
            throw DataFault(place: place, what: "the \(name) tensors are missing, misshapen or wider than 4,096")
        }
        var values: [Float] = []
        for parameter in shape.parameters {
            guard let tensor = file.tensors[parameter.name] else {
                throw DataFault(place: place, what: "the tensor \(parameter.name) is missing")
            }
            guard tensor.shape == parameter.dimensions else {
                throw DataFault(
                    place: place,
                    what: "the tensor \(parameter.name) has the shape \(tensor.shape), not \(parameter.dimensions)")
            }
            // Beyond it sums could overflow, and a score be no number.
            guard tensor.values.allSatisfy({ $0.magnitude <= 1e6 }) else {
                throw DataFault(
                    place: place,
                    what: "the tensor \(parameter.name) holds something that is no number within ±1,000,000")
            }
            values += tensor.values
        }
        guard file.tensors.count == shape.parameters.count else {
            let known = Set(shape.parameters.map(\.name))
            let names = file.tensors.keys.filter { !known.contains($0) }.sorted().joined(separator: ", ")
            throw DataFault(place: place, what: "tensors that the architecture does not have: \(names)")
        }
        return Weights(shape: shape, values: values)
    }
}

/// The model file's `__metadata__`, read key by key.
private struct Metadata {
    var values: [String: String]
    var place: String

    func fault(_ key: String, _ what: String) -> DataFault {
        DataFault(place: place, what: "__metadata__.\(key) \(what)")
    }

    func text(_ key: String) throws -> String {
        guard let text = values[key] else { throw fault(key, "is missing") }
        return text
    }

    func decode<T: Decodable>(_ type: T.Type, _ key: String) throws -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(try text(key).utf8))
        } catch let fault as DataFault {
            throw fault
        } catch {
            throw fault(key, "is not the JSON that belongs there")
        }
    }

    func event(_ name: String) throws -> EventKind {
        guard let kind = EventKind(name: name) else { throw DataFault(place: place, what: "\"\(name)\" is no event") }
        return kind
    }
}
