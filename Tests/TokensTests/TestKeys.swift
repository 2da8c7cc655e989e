/// Keys for tests, which open nothing anywhere.
enum TestKeys {
    static let secret = "a secret that has more than 32 bytes"
    static let otherSecret = "another secret of more than 32 bytes"

    static let rsaPrivate = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDcdl07d89Lgl3U
        aZXbFp8yTTl95TJYXkheiF/O66T2l6AUb4gQy/4020f4TzZduEjLI1DbYh5nZ4Xf
        U1OerjIuTOiDRfOIVbd0npzcMw9iTfuN65R375fFIQ6u8iyVl7Qd7auoCN+kmxqf
        QFeA1TQ6cw1/ySrReVL10nwknZj6TJ5XHtzSJJM7bsZqDGwx6DyK2xA5vi3wa5wl
        pp2DwrKUHo5ZrXQt3iAJkiX/YSd2enBo5vsbM/pnn/CguvpgBmaKRndCONMtUUkV
        Q8zCNSkp17LHwS45c6NT2iS1adV6bSbgQ+mjvxC5j41hcbRrXGRE1YW1mO7LHssf
        Gha8xkPDAgMBAAECggEALO6ez9j6UcxvLTSbyzxQE+NzXTpSSXply4aF6FlUlMGQ
        abnVhH7e/4zVnUEftngxtd0rxJq50Z9ixIJqH4QnTBJ2rRKbsOSvcEBHfgWWFBYK
        uAEUkGEvkIjNQlCvT4nMtvDStHuigRzvjxeA/gv2Chea37lzVaAhjWJp1Nid7h1A
        f5MhtUamNHBvK1H7yykAjopryirJVHvFVn+axxl2aI6XIrQYnpe/YgVuJC1HV/EM
        Akmjz4B87OWvqPMB5eo3firMf6Ex3mGFHgXmf8zJ3FnVWK2ggtNkaQm+WZYaffaC
        DLIPAtD/66qdj/vVYTmSTuBC9HnSHbmW1D8j1YwguQKBgQD8g1DtjKd8fLDx2wJ5
        R/Xh28WjEsxCZpkn/P+YBWRnA/WXSnfenGtVJ08efKrW3n4ZJxvy6anTBWuPEDrR
        QosxLcPatvGTR/PaSiMaDeoHiywZ6w2lH8S7CZNqDIya+wPpRg8O2iPSqfCet0Cf
        f2EsaD2HUhe53jjOqO+W67plBQKBgQDfgb4n13MruupNigOy1teVtGmKHqxlQZ81
        FBG7evPCy1g3EXKBt9mZa740uw1WanpqZbxs9yxsi9cveLjWW6JlIoIjhZeGvdZX
        ZotYw5oBfrUSJ19a3QFue2o3k8D1CfZDgGgvz2nbUwRuUWNdxURYaoarwAEIUND4
        OqMXD7NgJwKBgQCbGBjT3wlcN8YCtu79CQroD7GDaN9WhWfanNVsTRuO/mqQ4yde
        7poqMjuxUQcpdHzk/BV5jLVHLFQVCfXmY8XUjfR22NjmClKnp9OJhDRTL9MFlE7M
        NggCjW4iu9R8uGJ9nA9RowBPuxtUkN+7V2Sa/ueTvwNdoTUpEbAe9WiF9QKBgDMx
        gX+Yrq2Og4o9GXnGEd0dVKspOW176V57+U/K6rhsYQlD+slRdgrZDdkAGx73BpEG
        OnFu8ALwyNn7ucKHfJvTmqFOQRXAt66PM02ih8zd29WLpSCnzGMk64BNXH4DyR9O
        8w44YNO2oSYviCX7QBtMUwpV0Sa5dBPXQnHOy9QzAoGAI/qch6u76DYztACaGxaW
        rhv47SGJ9cVRdfK1jsdjfdFnuAT2tktrGud8RxF+LGV/cH+yBlp30/TdNdE7H3YF
        digchquhAUli+Are5SyGGNAtSeKMW/2JmG9ERGGEINEMTOTLDhCvc9um6kI+uDJe
        pslUXL6z02ZWJbgvpr9b7v0=
        -----END PRIVATE KEY-----
        """

    static let rsaPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3HZdO3fPS4Jd1GmV2xaf
        Mk05feUyWF5IXohfzuuk9pegFG+IEMv+NNtH+E82XbhIyyNQ22IeZ2eF31NTnq4y
        Lkzog0XziFW3dJ6c3DMPYk37jeuUd++XxSEOrvIslZe0He2rqAjfpJsan0BXgNU0
        OnMNf8kq0XlS9dJ8JJ2Y+kyeVx7c0iSTO27GagxsMeg8itsQOb4t8GucJaadg8Ky
        lB6OWa10Ld4gCZIl/2EndnpwaOb7GzP6Z5/woLr6YAZmikZ3QjjTLVFJFUPMwjUp
        Kdeyx8EuOXOjU9oktWnVem0m4EPpo78QuY+NYXG0a1xkRNWFtZjuyx7LHxoWvMZD
        wwIDAQAB
        -----END PUBLIC KEY-----
        """

    static let otherRSAPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlcwyVq4h/AQVKYVPyTkJ
        WT/jOkyLWjp5u3SHRD0WcujjbFfVFvZZkdLEJ7X3R9+4Va5pkIGOP7ymfxnQE01R
        CSwuEcWf6rZwRkSiNePRx0aooAWn1oj9JuiMQkbA0yf45jYe3L7BIkJ69phI30CQ
        JpRJ+RBnzwB8N/kB96TH+xxUl/37/7+hduold2tK+KP4TFwgoX6gFffM4aIGkj5q
        t9VLr3EqEZ9NkEwcL/ww7WvKZvFBNxu1PItVVp5uZZMZE6E1uawaUGrgqKkwc+KG
        eUtJHCmR4UtDKMzIGkmb/cmjXZdCWYuPxtfJSurn5S0cjKsGESXkRNnUsdjc2PkK
        4QIDAQAB
        -----END PUBLIC KEY-----
        """

    static let ecPrivate = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8hQ/f6ySh9imxzQP
        s1KLt+DpHknBPTLUc6bYoRRWbeKhRANCAATjDB0VUUZ5RJJZ2n18gmU5n3Gq0r/j
        PwxmiWkGOVEMPXm7ofVYyJluL7fPib21oTKLeczJY0yHJk2ocmQWweoI
        -----END PRIVATE KEY-----
        """

    static let ecPublic = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4wwdFVFGeUSSWdp9fIJlOZ9xqtK/
        4z8MZolpBjlRDD15u6H1WMiZbi+3z4m9taEyi3nMyWNMhyZNqHJkFsHqCA==
        -----END PUBLIC KEY-----
        """

    static let compressedECPublic = """
        -----BEGIN PUBLIC KEY-----
        MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgAC4wwdFVFGeUSSWdp9fIJlOZ9xqtK/
        4z8MZolpBjlRDD0=
        -----END PUBLIC KEY-----
        """

    static let otherECPublic = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1voarMhIHsAQl1EGCAqmrYEGABy1
        yE68ScKUPa0n1yFxgFOQ/J0wBtLjaOkqo9O5R81B9YMSFUM/wQYdMsFS6g==
        -----END PUBLIC KEY-----
        """

    static let p384Private = """
        -----BEGIN EC PRIVATE KEY-----
        MIGkAgEBBDC6nlP31hA9GF1Sn1E2ERG0MW4HH9B9qDBFIwquur6ZnrCI8ccplEBr
        Ge0RvjgbexOgBwYFK4EEACKhZANiAAQDdK0T23n/pWVW/cC5FMcXMsLJdDJjrioo
        23vDvGLZ1ncYohkpeRCYqF+ynvCPu4Mw1iKms2jhmygiDuHNl7DttsCyqUFkGlbR
        e9Mg39nv7Gw0aghj9qTTgkJpUAXbP50=
        -----END EC PRIVATE KEY-----
        """

    static let p384Public = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEA3StE9t5/6VlVv3AuRTHFzLCyXQyY64q
        KNt7w7xi2dZ3GKIZKXkQmKhfsp7wj7uDMNYiprNo4ZsoIg7hzZew7bbAsqlBZBpW
        0XvTIN/Z7+xsNGoIY/ak04JCaVAF2z+d
        -----END PUBLIC KEY-----
        """

    static let shortRSAPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCgzhKOOg8RhfK0z/fxUktktTrl
        sRBpaIOHQXQ8YGHTgRgftiOUMBguB3PSfgQJFQRMi5U3B2jww5VoKhFFOWgnaFBU
        vhsZKqizpnktTLhL+ULd60IynzaJT0AZBhcDVH2r+Uom9i8YLaI2lDitSihjQidH
        Dac8WozDJSh2/cwVMQIDAQAB
        -----END PUBLIC KEY-----
        """

    static let pkcs1RSAPublic = """
        -----BEGIN RSA PUBLIC KEY-----
        MIIBCgKCAQEA3HZdO3fPS4Jd1GmV2xafMk05feUyWF5IXohfzuuk9pegFG+IEMv+
        NNtH+E82XbhIyyNQ22IeZ2eF31NTnq4yLkzog0XziFW3dJ6c3DMPYk37jeuUd++X
        xSEOrvIslZe0He2rqAjfpJsan0BXgNU0OnMNf8kq0XlS9dJ8JJ2Y+kyeVx7c0iST
        O27GagxsMeg8itsQOb4t8GucJaadg8KylB6OWa10Ld4gCZIl/2EndnpwaOb7GzP6
        Z5/woLr6YAZmikZ3QjjTLVFJFUPMwjUpKdeyx8EuOXOjU9oktWnVem0m4EPpo78Q
        uY+NYXG0a1xkRNWFtZjuyx7LHxoWvMZDwwIDAQAB
        -----END RSA PUBLIC KEY-----
        """

    static let ed25519Public = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA7ZdU8NXQQ6+XM/HWm+uBgKL58l4wf6YSAuM8gD9v4QQ=
        -----END PUBLIC KEY-----
        """

    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIC+TCCAeGgAwIBAgIUBwXtPZVWbW9y5J0Y6mjsYlQfF3AwDQYJKoZIhvcNAQEL
        BQAwDDEKMAgGA1UEAwwBYTAeFw0yNjExMjAwOTM3MjJaFw0yNjExMjEwOTM3MjJa
        MAwxCjAIBgNVBAMMAWEwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDc
        dl07d89Lgl3UaZXbFp8yTTl95TJYXkheiF/O66T2l6AUb4gQy/4020f4TzZduEjL
        I1DbYh5nZ4XfU1OerjIuTOiDRfOIVbd0npzcMw9iTfuN65R375fFIQ6u8iyVl7Qd
        7auoCN+kmxqfQFeA1TQ6cw1/ySrReVL10nwknZj6TJ5XHtzSJJM7bsZqDGwx6DyK
        2xA5vi3wa5wlpp2DwrKUHo5ZrXQt3iAJkiX/YSd2enBo5vsbM/pnn/CguvpgBmaK
        RndCONMtUUkVQ8zCNSkp17LHwS45c6NT2iS1adV6bSbgQ+mjvxC5j41hcbRrXGRE
        1YW1mO7LHssfGha8xkPDAgMBAAGjUzBRMB0GA1UdDgQWBBRtwdzbZC71by0UZnB0
        z19xn7Nl6zAfBgNVHSMEGDAWgBRtwdzbZC71by0UZnB0z19xn7Nl6zAPBgNVHRMB
        Af8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQB5TMaea0KinqprVj7NahOjIpVS
        Ns87+isEmC4HHYKl10OivfvdkzaqU5g9vBDfdzFfm4HTYHuFPyduAQtDPRVMCyh+
        B/wHK9wyGp9ZlG2yrN10i1mqGjKevsLEObFasZXso23+8EmE7rKwSie96CLJ4ZC/
        YygZIhM78KMJlJPrnkc2EuWE/gaDyz3Z2C1TfD3dSuJphW+CDqRi5qvkPUdOS8gl
        IUgqgLQ+14tn9FmMH+xjSLcBP1Dz/qDnTbjnuSVcTe9w4xZTsGrlHm7juSP4tI02
        IhI/Ue9QmU8cnRpNU8AldamgAS6y1zbt7TdaV5caYDc2p3eL61xkUNqgfEnH
        -----END CERTIFICATE-----
        """

    static let encryptedPrivate = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIq1j61cIYw7YCAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBDlSNnUzSvaQgoe2TXQXxxqBIIE
        0B/E/UdLtlVAE2URNkN0dCNxCVLJFjHjfcSSyaU9OYUbm4IDvTIRNypE8rxaVS8p
        zRHh6f2Xal2Wbnowxp9qmO/Nl3ERtjufOiuhx2rwV/xDuyyovG58Zcrxwyuy6CDa
        ySn5mLCIGS/yscxScUnpCvDv8KxW7XgBqG962m7aKWIRHRsm36XcyMNy8bkUoPpN
        ddvx7lI7DHcv15UuuN4cLS7x89Td/kICC9JkMIk79bVFc5vcO5amil0+2bjnxDA3
        hxOYlQSl0uxx1Socza8zs2rkNw1p/EBSD3AjOmziAKU4EkL2FpXy5GwIx0Nbczpy
        bqyiWjvml4V9y+6xR0jwDGVHS5VdrHmGLvZ2Jk/EwiR6XELarDf1QwMj8JbU9LHQ
        nKpnlztf00eGl4lAunLYHFRS7dK9l8q9EpwncxurBYnPFJiOW0yE53A/Z9dydRPp
        4dquEP8hYwURm8q+4p0ifdjBiDCYaSnfToQJJCjB5ikUzqKVGfprbFAzAfufeTgJ
        V9gGBvi0s2U+09mG09x6G5Fbtrll6vNnZEyJ21F0RkBvGqZPgYPcwBkLoNAFLrAt
        O+ZPJ2pPYkMkXGsGORK6rMGrf5a7bdP0p2lFjU74RBWQTFyOAWPBcSBi7g7Nt0Qv
        Ekiy02T0A+zP1RmMkwyg4D996J8Z7yia79eY5wJsPkS1/SHZLtf27sQUDKpuUFC3
        4N1u5tqvJHaWXgfSTczMzv7ADKhKMnhpYkztYRk3XFBUK9jOFtbiHb5oTtpFcxe4
        eZy30T779kIMje99kiSGJt9MSSORQmL1SgAPjiuzVnYqFoj6ZcGoG4ac2PV++Qrv
        b2BGC9O+/9KplRm0Ss5YFwkKteiTgmXa9Vo3qtE9kqTBslgvZgYchhdhZUJ1Tp2F
        cnK2t34NYslzLfFHOJJ+/qKw4554V1e7pMUevI+h+9anMZzK5tD4xsmQDtERHhdk
        iMkyzfNEo3TZfTUQgP9P8LGkNNPZSyyVIZ3/+MaqWuTck/mkZbUaYsgI1jlNLxOb
        zK26RX3IlOHjzjE5c+OWQDfu9qAhjOtH54a/aFbEHpy+r5yESltR9vOk4wU6+oKd
        Z3l2W2DRdVWhOYGlTxcwVQKwcqRoDhg6Xzg8ag5WUTtimy7Vq/7SIvxBnq64pmgz
        Oh4tYFW+CgndA/h7rYNQV/QT+LAcNVS/utUGM8KDyLSC8wnTMhIaXSrUkPHfcuYG
        p8t6NtNWVdaR6BcYGbUhmD1Rk2eep4GDWHnyqV6shZ0qQux7J9ygjzYtvF6vC87r
        WUWM9aGy0NMj+SocoDaOFevT86/pAxA0s8Vr1TzkWZA3kOaINhQElBsg31YzowkM
        EC1paeRbc1xXsLmFOfr5APmkKWvfLvr+wvowKGZAj5zFTfPWtFZpi7IkUWYuAS/Y
        DTrkmjWmIbOydgmk8lvJeYu3MOxfdEPFODBlBfcL75yzusrC7Eh8F7AEV/WQ8oHf
        wERTtTjWUJGaNcwCdPYkFgd1UI4rJI+CHNet0ulYwZw9m4tMdO+BrKpv4IY9jR8/
        MxSPtUHn6etrD8icxk3abNw5/sNJFBR/W4ULj0bENx373YE1XzCLROD25lD5pElL
        G89mYcxQigryEYAONLBvc7t1R5Mi3pY8+SIpakyovcF6
        -----END ENCRYPTED PRIVATE KEY-----
        """
}
