// The whole suite writes its tables with it.
@_exported import TestBasics
