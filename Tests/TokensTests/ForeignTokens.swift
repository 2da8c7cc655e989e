/// Tokens that another implementation signed, with the keys of `TestKeys`.
enum ForeignTokens {
    static let hs256 = """
        eyJ0eXAiOiAiSldUIiwgImtpZCI6ICJmb3JlaWduIiwgImFsZyI6ICJIUzI1NiJ9.ewogImlzcyI6ICJlbHN\
        ld2hlcmUiLAogInN1YiI6ICJhZMOpIiwKICJleHAiOiAxNzQyMDQzNjAwLAogIm4iOiAxLjUsCiAibGlzdCI\
        6IFsKICAxLAogIHsKICAgImEiOiBudWxsCiAgfQogXQp9.HD_1O7GQiVSh_hGN8b4jzk7rxu1cp4t0Xl87Pa\
        ufBpE
        """
    static let rs256 = """
        eyJ0eXAiOiAiSldUIiwgImtpZCI6ICJmb3JlaWduIiwgImFsZyI6ICJSUzI1NiJ9.ewogImlzcyI6ICJlbHN\
        ld2hlcmUiLAogInN1YiI6ICJhZMOpIiwKICJleHAiOiAxNzQyMDQzNjAwLAogIm4iOiAxLjUsCiAibGlzdCI\
        6IFsKICAxLAogIHsKICAgImEiOiBudWxsCiAgfQogXQp9.PH_4ouLtGEKfNA_YatgA8iIICTqlan-Tz5Mtsj\
        wRS-Pfa5nDGbxSidpRnTNJhYhOSRjVfJZGeWCWgzlUfb-Alx-KujswCUEXB12QGZHnHVZZhANVn6Rduo4tYE\
        JzEoMT-z1ao78JyfesTfoeDPrH3jpIE3e077CuazG7j8k8LOjYLSynLRBxnSL5mgTwx1ZiuYpmVQaVr4U_2d\
        Zx1O0wpXL_0hLTSB3EPgDnGcEIoUXEYMIIveqzys7-_yCbYmL9AtjHGvzzZOcJmlNHeyL1j9-fVaecVFtT3i\
        RNGYbR8zX-lxTs_vGcQ6hraCmGvcWe7MegNMOwhudzZt0u8PXucg
        """
    static let es256 = """
        eyJ0eXAiOiAiSldUIiwgImtpZCI6ICJmb3JlaWduIiwgImFsZyI6ICJFUzI1NiJ9.ewogImlzcyI6ICJlbHN\
        ld2hlcmUiLAogInN1YiI6ICJhZMOpIiwKICJleHAiOiAxNzQyMDQzNjAwLAogIm4iOiAxLjUsCiAibGlzdCI\
        6IFsKICAxLAogIHsKICAgImEiOiBudWxsCiAgfQogXQp9.-NViLJSK0wrO1rhJFPFWFC8Um9s06ihzHXobSv\
        nlK2klUgiLC69IYetAAEoQYgbgLRNw5KpUmIMCT9y7VfOD5A
        """
    static let ps256 = """
        eyJ0eXAiOiAiSldUIiwgImtpZCI6ICJmb3JlaWduIiwgImFsZyI6ICJQUzI1NiJ9.ewogImlzcyI6ICJlbHN\
        ld2hlcmUiLAogInN1YiI6ICJhZMOpIiwKICJleHAiOiAxNzQyMDQzNjAwLAogIm4iOiAxLjUsCiAibGlzdCI\
        6IFsKICAxLAogIHsKICAgImEiOiBudWxsCiAgfQogXQp9.vWNwAHesgVbAmehJtuPcRuJYxD5cGNV7RPKifF\
        ZWUaaw8NukCY2MBOew49OmqbuOqETe_x2VBNGv-xozZFIzD3AaXRiIb8QUgAxkIzG_tzYNzA-gsCi7pi_ycV\
        deRb_rIOVIq5vj3Ur5qPnOi5YvkiiFmL0wTBdZorml8yQjNGWIgP9SyGDk3caCy2xcqRH06sWm-NX3eIBtny\
        7vjogLDlKN4r8uL5mXpOXzO5T3vmnw3Bz6YXOJYeiDcLLqUxtFbn6fT3cdtlPqgDo_7wwj8-pZ7-OvkpEh3o\
        fHod7y938PsYVjfUYwLWCAhemjan8jxS5yxtIszsSHmA1zQi2kDw
        """
}
