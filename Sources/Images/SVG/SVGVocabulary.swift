/// The elements and attributes that draw, and do nothing else.
///
/// Not in it: scripts and handlers, links, foreign content, animation (which can set a link),
/// anything that fetches, and whatever editors add for themselves.
enum SVGVocabulary {
    static let namespace = "http://www.w3.org/2000/svg"
    static let linkNamespace = "http://www.w3.org/1999/xlink"

    static let elements: Set<String> = words(
        """
        svg g defs symbol use title desc style
        path rect circle ellipse line polyline polygon text tspan textPath image
        linearGradient radialGradient stop clipPath mask pattern marker filter
        feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
        feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
        feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
        feSpotLight feTile feTurbulence
        """
    )

    /// The elements in which text may stand.
    static let textElements: Set<String> = words("title desc style text tspan textPath")

    /// The elements in which only text may stand.
    static let wordElements: Set<String> = words("title desc style")

    /// The elements that may refer to another element of the image.
    static let referringElements: Set<String> = words(
        "use linearGradient radialGradient pattern filter textPath"
    )

    /// The images that may lie within an image.
    static let embeddedTypes: [ImageType] = [.png, .jpeg, .webP]

    /// The attributes whose values are words for people and tools, and mean nothing to a renderer.
    static func isWording(_ name: String) -> Bool {
        if wordings.contains(name) { return true }
        return (name.hasPrefix("aria-") || name.hasPrefix("data-")) && !name.contains(":")
    }

    private static let wordings: Set<String> = words("id class role lang xml:lang version")

    static func isAttribute(_ name: String) -> Bool {
        isWording(name) || attributes.contains(name)
    }

    private static let attributes: Set<String> = words(
        """
        x y z x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox
        preserveAspectRatio transform gradientTransform patternTransform gradientUnits patternUnits
        patternContentUnits clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits
        markerUnits markerWidth markerHeight refX refY orient offset spreadMethod pathLength
        textLength lengthAdjust startOffset method spacing side rotate baseProfile xml:space
        type media style focusable enable-background

        alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
        color-interpolation-filters color-rendering cursor direction display dominant-baseline fill
        fill-opacity fill-rule filter flood-color flood-opacity font-family font-feature-settings
        font-kerning font-size font-size-adjust font-stretch font-style font-variant font-weight
        image-rendering isolation letter-spacing lighting-color marker marker-end marker-mid
        marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events
        shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
        stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
        text-decoration text-overflow text-rendering transform-box transform-origin unicode-bidi
        vector-effect visibility white-space word-spacing writing-mode

        in in2 result stdDeviation mode operator k1 k2 k3 k4 values tableValues slope intercept
        amplitude exponent order kernelMatrix divisor bias targetX targetY edgeMode
        kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant
        specularExponent azimuth elevation pointsAtX pointsAtY pointsAtZ limitingConeAngle scale
        xChannelSelector yChannelSelector radius baseFrequency numOctaves seed stitchTiles
        """
    )

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
