// A very small course of Esperanto, a language that is nobody's alone.

/**
 * @typedef {{ask: string, choices: string[], right: number}} Question
 * @typedef {{title: string, words: string, questions: Question[]}} Lesson
 */

/** @param {string} ask @param {number} right @param {...string} choices @returns {Question} */
const question = (ask, right, ...choices) => ({ ask, choices, right });

/** @type {Lesson[]} */
export const lessons = [
  {
    title: "Saluton!",
    words: "saluton, dankon, ĝis",
    questions: [
      question("How do you say “hello”?", 1, "Dankon", "Saluton", "Ĝis"),
      question("“Dankon” means …", 0, "thank you", "goodbye", "please"),
      question("Somebody leaves. You say …", 2, "Saluton", "Jes", "Ĝis"),
    ],
  },
  {
    title: "Yes and no",
    words: "jes, ne, bone",
    questions: [
      question("“Jes” means …", 0, "yes", "no", "good"),
      question("How do you say “no”?", 2, "Nu", "Non", "Ne"),
      question("“Bone” means …", 1, "bad", "well", "big"),
    ],
  },
  {
    title: "Who are you?",
    words: "mi, vi, estas",
    questions: [
      question("“Mi estas Ada” means …", 1, "You are Ada", "I am Ada", "She is Ada"),
      question("How do you say “you”?", 0, "vi", "mi", "li"),
      question("“Estas” means …", 2, "to see", "to have", "am, are, is"),
    ],
  },
  {
    title: "At the table",
    words: "pano, akvo, pomo",
    questions: [
      question("“Pano” means …", 0, "bread", "water", "apple"),
      question("How do you say “water”?", 1, "pomo", "akvo", "kafo"),
      question("Two apples are two …", 2, "pomo", "pomon", "pomoj"),
    ],
  },
  {
    title: "One, two, three",
    words: "unu, du, tri",
    questions: [
      question("“Du” means …", 1, "one", "two", "ten"),
      question("How do you say “three”?", 0, "tri", "unu", "kvar"),
      question("“Unu” and “du” are …", 2, "kvar", "kvin", "tri"),
    ],
  },
  {
    title: "A good day",
    words: "bona, tago, nokto",
    questions: [
      question("“Bona tago” means …", 0, "good day", "good night", "long day"),
      question("How do you say “night”?", 2, "tago", "mateno", "nokto"),
      question("The end -a is that of …", 1, "a noun", "an adjective", "a verb"),
    ],
  },
  {
    title: "What there is",
    words: "libro, hundo, domo",
    questions: [
      question("“Hundo” means …", 2, "house", "hundred", "dog"),
      question("How do you say “book”?", 0, "libro", "domo", "arbo"),
      question("All nouns end with …", 1, "-a", "-o", "-i"),
    ],
  },
  {
    title: "What one does",
    words: "legi, manĝi, lerni",
    questions: [
      question("“Mi legas” means …", 0, "I read", "I eat", "I learn"),
      question("How do you say “to learn”?", 2, "legi", "manĝi", "lerni"),
      question("“Mi lernis” was …", 1, "today", "in the past", "tomorrow"),
    ],
  },
];
