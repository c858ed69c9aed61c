/** What stands on the screen before anything was said. */

export const WELCOME =
  "您好，这里是郴州高新区、郴州经开区政务服务大厅智能导办。\n请用平常的话告诉我您要办什么事，我来说明由谁办、带什么材料、去哪个窗口，还可以预约。";

export const AGAIN = "请问您想办什么事？";

/** Questions to start with, said in the applicant's place. */
export const EXAMPLES = asChoices([
  "我想在园区建厂房，先办什么？",
  "企业投资项目备案要什么材料？",
  "施工许可证去哪个窗口办？",
  "开一家食品厂要办哪些证？",
  "预约去大厅办事",
]);

/** Further questions for the side panel of wide screens. */
export const COMMON = asChoices([
  "办事由园区盖章还是市里盖章？",
  "盖2号章的批文还有效吗？",
  "材料不齐能先受理吗？",
  "有人帮忙代办吗？",
  "大厅几点上班，周末开门吗？",
]);

function asChoices(questions) {
  return questions.map((text) => ({ title: text, text }));
}
