"""What the guide says in its own name. Facts about matters are worded by api."""

AWAY = "资料暂时查不到，请稍后再说一遍。急事请拨打 12345 政务服务便民热线，或者转人工。"
GREETING = "您好，我是园区办事智能导办。请直接说您想办的事，比如“开饭店要办什么证”“厂房要装修”。"
ABOUT = (
    "我是园区办事智能导办，不是真人。我能帮您找到要办的事项，告诉您材料、窗口、时限、"
    "由谁审批、出了问题找谁，还能帮您预约到大厅办理。"
)
THANKS = "不客气。还有别的事要办，直接告诉我就行。"
GOODBYE = "好的，祝您办事顺利。需要时随时来问。"
ANOTHER = "好的，您另外想办什么事？直接说就行。"
NOTHING_OPEN = "好的。您想办什么事，直接告诉我就行。"
RESTARTED = "好的，我们重新开始。请问您想办什么事？"
STOPPED = "好的，这次预约不办了，您填的内容已经清掉。还有什么想问的？"
NONE_OF_THESE = (
    "明白了，这几项都不是。请换个说法，说说您要做什么，比如“厂房要装修”“招了外地司机跑货运”；"
    "也可以转人工。"
)
NOTHING_TO_CHOOSE = "我还没有给您列出选项。请先说说您想办什么事。"
WHICH_OF_THESE = "一共有 {count} 项，请问是哪一项？"
NO_REPEAT = "前面还没有说到具体的事。请问您想办什么？"
PARK_NOTED = "好的，{park}。请问您想办什么事？"
WHICH_PARK = "请问您的项目在哪个园区？"

HANDED_OFF = "已为您转给工作人员，请稍候，接下来由工作人员答复您。急事请拨打 12345。"
HANDOFF_FAILED = "转接暂时没有成功。请拨打 12345 政务服务便民热线，或过一会儿再点一次“转人工”。"
SOOTHE = "很抱歉没帮上您，让您着急了。您可以换个说法再告诉我一次要办的事，也可以现在就转人工。"

ASK_STARS = "请您给这次服务打个分："
RATED = "谢谢您的评价。"
RATED_BADLY = (
    "谢谢您的评价，很抱歉没让您满意。方便的话请说说是哪里不好，我们会记下来改进；"
    "需要的话，我马上帮您转人工。"
)
REASON_NOTED = "您的意见已经记下来了，谢谢您。需要的话，我马上帮您转人工。"
RATING_FAILED = "评价暂时没有记下来，请稍后再试；意见也可以拨打 12345 反映。"

BOOK_WHAT = "您想预约办什么事？请直接说，比如“办食品经营许可证”。"
BOOK_NOTED = "好的，已经记下了。请问您要预约的是哪一项？"
BOOK_PARK = "好的，预约办理「{matter}」。请问在哪个园区办？"
BOOK_DATE = "您想哪天来？点下面的日期，或者直接说，比如“下周三上午”。"
WHICH_DAY = "请说一下具体是几月几日，比如“12月3日”。"
BOOK_NO_DATES = "近期的号都约满了。您可以过几天再来看，也可以转人工或拨打 12345。"
BOOK_SLOT = "{date}有这些时间，您选哪个？"
BOOK_MORE_SLOTS = "其他时间也可以直接说，比如“三点半”。"
BOOK_DAY_CLOSED = "{date}不能预约：{reason}。最近可以约的有："
BOOK_DAY_FULL = "{date}{part}没有空号了。最近可以约的有："
BOOK_TIME_TAKEN = "{date} {time}没有空号，这天还有："
BOOK_CONTACT = "请告诉我来办事的人的姓名和手机号，比如“李明，手机号一三几几……”。"
BOOK_NAME = "还差来办事的人的姓名，请问怎么称呼？"
BOOK_PHONE = "还差手机号，请告诉我 11 位手机号码。"
BAD_PHONE = "这个手机号好像不对，应是 1 开头的 11 位数字，请再核对一下。"
PHONE_NOTED = "手机号 {phone} 已经记下了。"
SAMPLE = "（示例，以大厅公布为准）"
BOOK_CONFIRM = (
    "请核对：\n事项：{matter}\n园区：{park}\n时间：{time}{place}\n"
    "姓名：{name}　电话：{phone}\n"
    "您的姓名和电话只用于这次预约的登记和联系。点“确认预约”就表示您同意这样使用。"
)
BOOKED = "预约好了，预约码 {code}。\n请在 {time} 到{place}，带上预约码和材料。"
BOOK_WHAT_TO_CHANGE = "您想改哪一项？"
BOOK_AGAIN = "这个时间刚被约走了。最近的空号有："
MISREAD = "抱歉，这句我没看明白。"
STILL_OPEN = "您的预约还没办完："

VISIT_CODE = "请告诉我预约码，在预约成功的卡片上。"
VISIT_CODE_AND_PROOF = (
    "请告诉我预约码和预约时留的手机号后四位，可以一起说。预约码在预约成功的卡片上。"
)
VISIT_PROOF = "请再告诉我预约时留的手机号后四位，核对是您本人。"
VISIT_NOT_FOUND = "没有找到这个预约。请核对预约码和手机号后四位，再告诉我一次；也可以转人工查询。"
VISIT_NOT_PROVED = (
    "没有找到这个预约。预约码 {code} 我记着，请再说一次手机号后四位；"
    "预约码不对的话，也请重新告诉我。还可以转人工查询。"
)
VISIT_LEFT = "好的，不查了，您的预约没有变动。"
VISIT_FOUND = "您预约的是「{matter}」，时间 {time}，预约码 {code}。"
VISIT_CANCEL = "{found}\n确定要取消吗？"
VISIT_KEPT = "好的，预约保留不变。"
VISIT_CANCELLED = "预约 {code} 已取消。需要时随时可以再约。"
VISIT_MOVED = "已改好：{time}，预约码 {code} 不变。"
VISIT_NOT_POSSIBLE = "这个预约现在改不了。"
